import pLimit from 'p-limit';
import { ruleOf } from '#domain/findings/assess/all-rules.ts';
import type { Unreadable } from '#domain/facts/observation.ts';
import type { ExpectedTargets, SharedFacts } from '#domain/findings/rule.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';
import { exemptionsOf } from '#domain/issues/acceptance.ts';
import type { Acceptances } from '#ports/acceptances.ts';
import type { AttemptLog } from '#ports/attempt-log.ts';
import type { Clock } from '#ports/clock.ts';
import type { ForwardingCheck, ForwardingLog } from '#ports/forwarding.ts';
import type { Inspections } from '#ports/log-destinations.ts';
import type { Directory } from '#ports/directory.ts';
import type { EvaluationRequest, FollowUps } from '#ports/follow-ups.ts';
import type { Remembered } from '#ports/issue-store.ts';
import type { OpenPlaces } from '#ports/open-places.ts';
import type { AccountVisit, TrailObserver } from '#ports/trail-observer.ts';
import { inspectionsFor } from './ask-inspections.ts';
import type { LakePart } from './ask-lake.ts';
import { lakeLook } from './ask-lake.ts';
import type { RegionOutcome, RegionParts } from './evaluate-region.ts';
import { settled, throwIfAny } from '#usecases/all-settled.ts';
import { evaluateRegion } from './evaluate-region.ts';
import { asksForParts, gapsByRegion, judgesParts } from '#usecases/guard/read-gaps.ts';
import { claimedOnce } from './claimed-once.ts';
import { causeSearches, otherLooks } from './other-looks.ts';
import { partsLooks } from './parts-looks.ts';
import { ownersStatusReader } from './owners-status.ts';
import { reachesFurther } from './reach.ts';
import { tellOthers } from './tell-others.ts';

type OfOrganization = 'organization' | 'trustedAccess';

/** The observer, stores and follow-ups of the evaluation of an account. */
export interface AccountParts extends Omit<RegionParts, OfOrganization | 'lakeByRegion'> {
  readonly observer: TrailObserver;
  readonly followUps: FollowUps;
  readonly inspections: Inspections;
  readonly attempts: AttemptLog;
  readonly directory: Directory;
  /** Where the looks at members are noted, so that the watch does not ask for them too. */
  readonly open: Pick<OpenPlaces, 'noteAsked'>;
  readonly clock: Clock;
  /** The organization and CloudTrail's trusted access to it, as they were last read. */
  readonly readOrganization: () => Promise<Pick<SharedFacts, OfOrganization>>;
  /** What the last look at the parts in the account found; without it, parts are not judged. */
  readonly forwarding?: Pick<ForwardingLog, 'readCheck'> | undefined;
  /** What people accepted at run time; without it, only the whitelist exempts. */
  readonly acceptances?: Pick<Acceptances, 'listAcceptancesOf'> | undefined;
  /** The stored state of CloudTrail Lake, and how to ask for a look at it; without it, Lake is not judged. */
  readonly lake?: LakePart | undefined;
  readonly regions: {
    /** The watched Regions, if configured. */
    readonly only: readonly Region[] | undefined;
    /** Used if the account does not list its enabled Regions, and none are configured. */
    readonly fallback: readonly Region[];
  };
}

/** How many Regions of one account are looked at concurrently; CloudTrail limits calls per account and Region. */
const regionsAtOnce = 6;
type Known = ReadonlyMap<Region, Remembered>;
const nothing: Remembered = { issue: undefined, memory: undefined };

interface Naming {
  /** Why the account's Regions could not be listed; undefined if they were, or were not asked for. */
  readonly refused?: Unreadable | undefined;
  /** Enabled Regions that the configuration leaves out. */
  readonly leftOut?: readonly Region[] | undefined;
}

interface Regions extends Naming {
  readonly list: readonly Region[];
  /** What is remembered of each, if it was read for all at once. */
  readonly known?: Known | undefined;
}

/** Every account has Regions that cannot be disabled, so an empty list is no answer. */
const noRegions: Unreadable = {
  operation: 'account:ListRegions',
  code: 'EmptyList',
  message: 'The answer names no enabled Region.',
};

async function enabledRegions(parts: AccountParts, visit: AccountVisit): Promise<Regions> {
  const { only, fallback } = parts.regions;
  const told = await visit.listRegions();
  if (told.kind === 'unreadable') return { list: only ?? fallback, refused: told.why };
  if (told.value.length === 0) return { list: only ?? fallback, refused: noRegions };
  const isLookedAt = (region: Region): boolean => only?.includes(region) ?? true;
  return { list: told.value.filter(isLookedAt), leftOut: told.value.filter((one) => !isLookedAt(one)) };
}

/** The result of the evaluation of an account. */
export interface AccountLook extends Naming {
  readonly outcomes: readonly RegionOutcome[];
}

async function followUp(
  parts: AccountParts & RegionParts,
  request: EvaluationRequest,
  outcomes: readonly RegionOutcome[],
  check: ForwardingCheck | undefined,
): Promise<void> {
  const searches = causeSearches(request, outcomes);
  const { later, unconfirmed } = otherLooks(request, outcomes, (id) => ruleOf(id).proof);
  const ofParts = partsLooks(request, outcomes, asksForParts(request, check, parts.clock.now()));
  const ofLake = lakeLook(request, outcomes, parts.lakeByRegion);
  await Promise.all([
    parts.inspections.askInspections(inspectionsFor(request, outcomes)),
    ofLake && parts.lake?.ask(ofLake),
    ...ofParts.map(({ request: next, seconds }) => parts.followUps.lookAtParts([next], seconds)),
    ...later.map(({ request: next, seconds }) => parts.followUps.lookAgain(next, seconds)),
    ...searches.map((search) => parts.followUps.lookAgain(search, 0)),
    ...unconfirmed.map((trigger) =>
      parts.attempts.keepAttempt(trigger, 'The call succeeded, but its effect never showed.'),
    ),
  ]);
}

/** No baseline is configured. */
const nothingExpected: ExpectedTargets = { buckets: [], keys: [], known: [], accounts: [], keptDays: 0 };

/**
 * The parts that all Regions share; the organization's accounts are added to the expected owners of destinations, and what
 * people accepted at run time to the exemptions.
 */
async function regionParts(parts: AccountParts, account: AccountId) {
  const [accounts, organization, lakeByRegion, accepted = []] = await Promise.all([
    parts.directory.listAccounts(),
    parts.readOrganization(),
    parts.lake?.store.readLakes(account),
    parts.acceptances?.listAcceptancesOf(account, parts.clock.now()),
  ]);
  const declared = parts.expected ?? nothingExpected;
  const expected = { ...declared, accounts: [...declared.accounts, ...accounts.keys()] };
  const exemptions = [...parts.exemptions(account), ...accepted.flatMap(exemptionsOf)];
  const incidents = claimedOnce(parts.incidents);
  return { ...parts, ...organization, incidents, expected, lakeByRegion, exemptions: () => exemptions };
}

/**
 * Evaluates an account: first the Regions that were asked for, then the others if the triggers reach further. All
 * follow-ups are sent before it returns, so an acknowledged message has lost none of them. Repeating it is harmless.
 */
export function evaluateAccount(parts: AccountParts): (request: EvaluationRequest) => Promise<AccountLook> {
  return async (request) => {
    const account: AccountId = request.account;
    const visit = parts.observer.visitAccount(account, ownersStatusReader(parts, request.triggers));
    const limit = pLimit(regionsAtOnce);
    const everywhere = async (): Promise<Regions> => {
      const [regions, known] = await Promise.all([
        enabledRegions(parts, visit),
        parts.issues.readRememberedByRegion(account),
      ]);
      return { ...regions, known };
    };
    const named: Regions | undefined = request.regions === 'all' ? undefined : { list: request.regions };
    const [here, asked] = await Promise.all([regionParts(parts, account), named ?? everywhere()]);
    const check = judgesParts(request) ? await parts.forwarding?.readCheck(account) : undefined;
    const gaps = gapsByRegion(check, parts.clock.now());
    const lookAt = async ({ list, known }: Regions): Promise<readonly RegionOutcome[]> => {
      const look = (region: Region) => {
        const place = { account, region, known: known && (known.get(region) ?? nothing) };
        return limit(() => evaluateRegion(here, visit, place, { ...request, forwarding: gaps?.get(region) }));
      };
      const { done, failures } = await settled(list.map(look));
      // A Region that failed does not keep the others from being followed up; the request is tried again.
      await followUp(here, request, done, check);
      throwIfAny(`a Region of ${account} could not be evaluated`, failures);
      return done;
    };
    const first = await lookAt(asked);
    await tellOthers(parts, request, first);
    if (request.regions === 'all' || !reachesFurther(request, first)) {
      return { outcomes: first, refused: asked.refused, leftOut: asked.leftOut };
    }
    const all = await everywhere();
    const others = await lookAt({
      ...all,
      list: all.list.filter((region) => !asked.list.includes(region)),
    });
    return { outcomes: [...first, ...others], refused: all.refused, leftOut: all.leftOut };
  };
}
