import type { DatedGap, ForwardingGap } from '#domain/facts/forwarding.ts';
import {
  datedGaps,
  gapsOf,
  isWhole,
  isWrong,
  lookedAtClosely,
  losesEvents,
  queueGapsIn,
} from '#domain/facts/forwarding.ts';
import type { KnownTemplates } from '#domain/facts/member-template.ts';
import { rulesIn } from '#domain/facts/member-template.ts';
import { haveTrailsMoved } from '#domain/facts/moved-trails.ts';
import type { Memory, Observation, Sight, Unreadable } from '#domain/facts/observation.ts';
import { refusalsIn, regionOffCodes } from '#domain/facts/refusals-in.ts';
import { isSilent } from '#domain/reports/silent-places.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import { iso } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import type { Clock } from '#ports/clock.ts';
import type { EvaluationRequest, FollowUps } from '#ports/follow-ups.ts';
import type { ForwardingCheck, ForwardingLog, ForwardingObserver } from '#ports/forwarding.ts';
import type { ReadForwardingRole, WholeRegion } from '#ports/forwarding.ts';
import type { Heartbeat, Heartbeats } from '#ports/heartbeats.ts';
import type { IssueStore } from '#ports/issue-store.ts';
import type { Membership } from '#ports/organization.ts';
import type { AccountVisit, TrailObserver } from '#ports/trail-observer.ts';

/** The observers, stores and queues of the look at the parts in an account. */
export interface LookAtPartsParts {
  readonly forwarding: ForwardingObserver;
  readonly readForwardingRole: ReadForwardingRole;
  readonly trails: TrailObserver;
  readonly issues: Pick<IssueStore, 'listMemories'>;
  readonly heartbeats: Pick<Heartbeats, 'listHeartbeatsOf'>;
  readonly log: ForwardingLog;
  readonly templates: () => Promise<KnownTemplates>;
  readonly fetchMembership: (account: AccountId) => Promise<Membership>;
  readonly followUps: Pick<FollowUps, 'lookAgain' | 'lookAtParts'>;
  readonly clock: Clock;
  /** The interval of heartbeats, in minutes. */
  readonly heartbeatMinutes: number;
  /** The watched Regions, if configured. */
  readonly only: readonly Region[] | undefined;
}

/** Two looks this far apart confirm a refusal or a gap, in seconds. */
const confirmAfterSeconds = 60;
/** The same in milliseconds, less what two clocks may differ. */
const confirmedAfterMs = (confirmAfterSeconds - 5) * 1000;
/** How often a look is repeated because it found another gap each time. */
const maxRepeats = 3;
/** Between two counts of dead letters, in milliseconds. */
const countEveryMs = 20 * 3600 * 1000;

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

function roleGaps(
  { current, older }: KnownTemplates,
  role: Sight<string>,
  regions: readonly Region[],
  found: readonly ForwardingGap[],
): readonly ForwardingGap[] {
  const region = regions.find((one) => one === 'us-east-1') ?? regions[0];
  // A role of an earlier version may not read itself yet, and where no rule is, no role is missed.
  if (region === undefined || found.some(({ kind }) => kind === 'outdated' || kind === 'no-rules')) return [];
  if (role.kind === 'unreadable') return [{ region, kind: 'refused', what: role.why.operation }];
  const known = [current, ...older].some(({ forwardingRole }) => forwardingRole === role.value);
  return known ? [] : [{ region, kind: 'role-changed', what: role.value === 'gone' ? 'gone' : undefined }];
}

function silentGaps(
  { heartbeatMinutes }: LookAtPartsParts,
  beats: readonly Heartbeat[],
  regions: readonly Region[],
  at: Instant,
): readonly ForwardingGap[] {
  return beats
    .filter((beat) => regions.includes(beat.region) && isSilent(beat.at, at, heartbeatMinutes))
    .map((beat) => ({ region: beat.region, kind: 'silent', what: iso(beat.at) }));
}

function wholeAfter(
  before: ForwardingCheck | undefined,
  { current }: KnownTemplates,
  regions: readonly Region[],
  gaps: readonly ForwardingGap[],
): readonly WholeRegion[] {
  const known = new Map((before?.whole ?? []).map(({ region, template }) => [region, template]));
  for (const region of regions) {
    const outdated = gaps.some((gap) => gap.region === region && gap.kind === 'outdated');
    if (isWhole(region, gaps)) known.set(region, current.id);
    else if (outdated && !known.has(region)) known.set(region, 'earlier');
  }
  return [...known].map(([region, template]) => ({ region, template }));
}

/** Reads the parts of the account and keeps what they lack; undefined when the account refuses it as a whole. */
async function checkParts(
  parts: LookAtPartsParts,
  { request: { account }, at }: Visit,
  regions: readonly Region[],
): Promise<{ readonly gaps: readonly DatedGap[] } | { readonly refused: Unreadable }> {
  const [before, known] = await Promise.all([parts.log.readCheck(account), parts.templates()]);
  const counts = at - (before?.countedAt ?? 0) >= countEveryMs;
  const earlier = before?.gaps ?? [];
  const [sight, role, beats] = await Promise.all([
    parts.forwarding.lookAtForwarding(account, regions, {
      closely: (region) => lookedAtClosely(rulesIn(known.current, region), earlier, { account, region, at }),
      deadLetters: counts,
    }),
    parts.readForwardingRole(account),
    parts.heartbeats.listHeartbeatsOf(account),
  ]);
  if (sight.kind === 'unreadable') return { refused: sight.why };
  const last = new Map((before?.whole ?? []).map(({ region, template }) => [region, template]));
  const ofRules = sight.value.flatMap((one) => gapsOf(known, one, last.get(one.region)));
  const found = [...ofRules, ...roleGaps(known, role, regions, ofRules)];
  const current = regions.filter((region) => isWhole(region, found));
  const gaps = datedGaps(earlier, [...found, ...silentGaps(parts, beats, current, at)], at);
  const lackedAt = gaps.some(losesEvents) ? at : before?.lackedAt;
  await parts.log.keepCheck({
    account,
    at,
    gaps: counts ? gaps : [...gaps, ...queueGapsIn(earlier)],
    lackedAt,
    countedAt: counts ? at : before?.countedAt,
    whole: wholeAfter(before, known, regions, found),
  });
  return { gaps };
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
      checkParts(parts, looking, regions),
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
