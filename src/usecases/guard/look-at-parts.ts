import type { DatedGap } from '#domain/facts/forwarding.ts';
import { isWrong } from '#domain/facts/forwarding.ts';
import { haveTrailsMoved } from '#domain/facts/moved-trails.ts';
import type { Memory, Observation } from '#domain/facts/observation.ts';
import { refusalsIn, regionOffCodes } from '#domain/facts/refusals-in.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import type { Clock } from '#ports/clock.ts';
import type { EvaluationRequest, FollowUps } from '#ports/follow-ups.ts';
import type { IssueStore } from '#ports/issue-store.ts';
import type { Membership } from '#ports/organization.ts';
import type { AccountVisit, TrailObserver } from '#ports/trail-observer.ts';
import { checkParts, type CheckPartsParts } from './check-parts.ts';

/** The observers, stores and queues of the look at the parts in an account. */
export interface LookAtPartsParts extends CheckPartsParts {
  readonly trails: TrailObserver;
  readonly issues: Pick<IssueStore, 'listMemories'>;
  readonly fetchMembership: (account: AccountId) => Promise<Membership>;
  readonly followUps: Pick<FollowUps, 'lookAgain' | 'lookAtParts'>;
  readonly clock: Clock;
  /** The watched Regions, if configured. */
  readonly only: readonly Region[] | undefined;
}

/** Two looks this far apart confirm a refusal or a gap, in seconds. */
const confirmAfterSeconds = 60;
/** The same in milliseconds, less what two clocks may differ. */
const confirmedAfterMs = (confirmAfterSeconds - 5) * 1000;
/** How often a look is repeated because it found another gap each time. */
const maxRepeats = 3;
interface Visit {
  readonly request: EvaluationRequest;
  readonly at: Instant;
  readonly memories: readonly Memory[];
  readonly visit: AccountVisit;
}

/** Asks for a second look 60 s later, or, when this is the second, has the refusal judged unless the account is leaving. */
async function onRefusal(
  parts: LookAtPartsParts,
  { request, at, memories }: Visit,
  regions: EvaluationRequest['regions'],
): Promise<void> {
  if (memories.length === 0) return;
  const { account, triggers, refusedSince } = request;
  const asked: EvaluationRequest = { account, regions, why: 'parts', triggers };
  if (refusedSince === undefined)
    return parts.followUps.lookAtParts([{ ...asked, refusedSince: at }], confirmAfterSeconds);
  if (at - refusedSince < confirmedAfterMs)
    return parts.followUps.lookAtParts([{ ...asked, refusedSince }], confirmAfterSeconds);
  if ((await parts.fetchMembership(account)) === 'leaving') return;
  await parts.followUps.lookAgain({ ...asked, refusedSince }, 0);
}

function homesOf(account: AccountId, memories: readonly Memory[]): Region[] {
  return memories
    .filter(({ region, trails }) =>
      trails.some(
        ({ trail, goneAt }) => trail.owner === account && trail.homeRegion === region && goneAt === undefined,
      ),
    )
    .map(({ region }) => region);
}

/** The trails at home, and those of the Regions that are said to refuse. */
function observeTrails(
  { request, memories, visit }: Visit,
  enabled: readonly Region[],
): Promise<readonly Observation[]> {
  const refused = request.regions === 'all' || request.refusedSince === undefined ? [] : request.regions;
  const regions = new Set([...homesOf(request.account, memories), ...refused]);
  return Promise.all(enabled.filter((one) => regions.has(one)).map((region) => visit.observeRegion(region)));
}

/** Asks for what follows from the gaps and from trails that moved: a second look, or an evaluation of the whole account. */
async function followUp(
  { followUps }: LookAtPartsParts,
  { request, at }: Visit,
  gaps: readonly DatedGap[],
  moved: boolean,
): Promise<void> {
  const { account, triggers, lookedAgain = 0 } = request;
  const asked: EvaluationRequest = { account, regions: 'all', why: 'parts', triggers };
  const unconfirmed = gaps.some((gap) => isWrong(gap) && at - gap.since < confirmedAfterMs);
  // A look that an evaluation asked for, to see whether a gap was closed, is followed by that one's next look.
  const standing = gaps.some((gap) => isWrong(gap) && at - gap.since >= confirmedAfterMs);
  const confirmed = standing && request.unhurried !== true;
  const fellSilent = gaps.some(({ kind, since }) => kind === 'silent' && since === at);
  if (unconfirmed && lookedAgain < maxRepeats)
    await followUps.lookAtParts([{ ...asked, lookedAgain: lookedAgain + 1 }], confirmAfterSeconds);
  if (confirmed || fellSilent || moved) await followUps.lookAgain(asked, 0);
}

/**
 * Looks at the parts of Trailwarden in an account (rules, their targets, the forwarding role, heartbeats) and at the
 * state of its trails at home, through the read role, so that nothing that was taken away in the account is needed for
 * it. Like the sweep it judges nothing: what differs from the deployment or from what is remembered leads to an
 * evaluation, gaps and refusals after a second look 60 s later. Repeating it is harmless.
 */
export function lookAtParts(parts: LookAtPartsParts): (request: EvaluationRequest) => Promise<void> {
  return async (request) => {
    const { account } = request;
    const at = parts.clock.now();
    const memories = await parts.issues.listMemories(account);
    const visit = parts.trails.visitAccount(account, async () => undefined);
    const looking: Visit = { request, at, memories, visit };
    const listed = await visit.listRegions();
    if (listed.kind === 'unreadable') return onRefusal(parts, looking, 'all');
    const regions = listed.value.filter((region) => parts.only?.includes(region) ?? true);
    const [checked, observations] = await Promise.all([
      checkParts(parts, { account, at }, regions),
      observeTrails(looking, regions),
    ]);
    if ('refused' in checked) return onRefusal(parts, looking, 'all');
    const refusing = observations
      .filter((one) => refusalsIn(one).some(({ code }) => !regionOffCodes.has(code)))
      .map(({ region }) => region);
    if (refusing.length > 0) await onRefusal(parts, looking, refusing);
    const moved = observations.some((one) => {
      const memory = memories.find(({ region }) => region === one.region);
      return memory !== undefined && haveTrailsMoved(memory, one);
    });
    await followUp(parts, looking, checked.gaps, moved);
  };
}
