import type { LogDestinationSight } from '#domain/facts/log-destination.ts';
import type { Claim } from '#domain/facts/claim.ts';
import { contradictsState } from '#domain/facts/claim.ts';
import type { Memory, Observation } from '#domain/facts/observation.ts';
import { withKnownStarts } from '#domain/facts/observation.ts';
import { rememberTrails } from '#domain/facts/remember-trails.ts';
import { readClaims } from '#domain/facts/read-claims.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import type { Assessment } from '#domain/findings/assess/assess.ts';
import { assess, isReplacedIn } from '#domain/findings/assess/assess.ts';
import { withoutTheRest } from '#domain/findings/assess/too-large.ts';
import type { SharedFacts } from '#domain/findings/rule.ts';
import type { FindingKey } from '#domain/findings/finding.ts';
import { isAcceptedUntold } from '#domain/issues/accepted-finding.ts';
import type { Exemption } from '#domain/issues/exemption.ts';
import { issueAfter } from '#domain/issues/issue.ts';
import { hasMoved } from '#domain/issues/movement.ts';
import { reconcile } from '#domain/issues/reconcile.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';
import { isDeepEqual } from '#domain/values/deep-equal.ts';
import type { LogDestinationStore } from '#ports/log-destinations.ts';
import type { IncidentStore } from '#ports/incident-store.ts';
import type { Lakes } from '#ports/lakes.ts';
import type { IssueStore, LookResult, Remembered } from '#ports/issue-store.ts';
import type { AccountVisit } from '#ports/trail-observer.ts';
import { destinationsAt } from './log-destinations-at-home.ts';
import type { LookRequest } from './assign-incident.ts';
import { withRepairAtHome } from './repair-at-home.ts';
import { isPreexisting, withCauseNotes, withIncident } from './assign-incident.ts';

/** The stores and shared facts of the evaluation of one Region. */
export interface RegionParts extends SharedFacts {
  readonly issues: IssueStore;
  readonly incidents: IncidentStore;
  readonly destinations: LogDestinationStore;
  readonly exemptions: (account: AccountId) => readonly Exemption[];
  /** The stored state of CloudTrail Lake in the account. */
  readonly lakeByRegion: Lakes | undefined;
}

/** The result of the evaluation of one Region. */
export interface RegionOutcome {
  readonly region: Region;
  readonly observation: Observation;
  readonly memory: Memory | undefined;
  /** The last inspections of what the trails with their home here deliver to, by `logDestinationKey`. */
  readonly destinations: ReadonlyMap<string, LogDestinationSight>;
  readonly findings: ReadonlyMap<FindingKey, TrackedFinding>;
  /** Claims that the state does not show yet. */
  readonly contradicted: readonly Claim[];
}

/** How often a look is repeated because another process wrote meanwhile. */
const maxWriteAttempts = 6;

interface Seen {
  readonly observation: Observation;
  readonly destinations: RegionOutcome['destinations'];
  /** The whole result was too large to be stored: only the worst of it is judged and stored. */
  readonly reduced: boolean;
}

interface Judged {
  readonly assessment: Assessment;
  readonly findings: ReadonlyMap<FindingKey, TrackedFinding>;
}

async function judge(
  parts: RegionParts,
  before: Remembered,
  seen: Seen,
  asked: LookRequest,
): Promise<Judged> {
  const { observation, destinations, reduced } = seen;
  const { account, at } = observation;
  const claims = readClaims(asked.triggers, observation, before.memory);
  const unclosed = before.issue?.status === 'closed' ? undefined : before.issue;
  const known = unclosed?.findings ?? new Map<FindingKey, TrackedFinding>();
  const { expected, trustedAccess, organization, lakeByRegion } = parts;
  const lake = lakeByRegion?.get(observation.region);
  const background = {
    expected,
    trustedAccess,
    organization,
    forwarding: asked.forwarding,
    destinations,
    lake,
  };
  const { refusedSince } = asked;
  const about = { memory: before.memory, claims, known, refusedSince, ownParts: asked.why === 'own-change' };
  const exemptions = parts.exemptions(account);
  const whole = assess({ ...observation, ...background, ...about }, (finding) =>
    isAcceptedUntold(finding, known, observation, exemptions),
  );
  const assessment = reduced ? withoutTheRest(whole) : whole;
  const all = reconcile(known, assessment, exemptions);
  const drafts = reduced ? [...all].filter(([key]) => assessment.findings.has(key)) : [...all];
  const context = { asked, at, preexisting: isPreexisting(asked, before) };
  const tracked = await Promise.all(
    drafts.map(async ([key, draft]) => {
      const told = await withRepairAtHome(parts.issues, before, draft, observation);
      return [key, await withIncident(parts, withCauseNotes(told, observation, context), context)] as const;
    }),
  );
  return { assessment, findings: new Map(tracked) };
}

function resultOf(
  before: Remembered,
  observation: Observation,
  judged: Judged,
  triggers: readonly Trigger[],
): LookResult {
  const { account, region, at } = observation;
  const { assessment, findings } = judged;
  const { coverage } = assessment;
  const unfinished = before.issue?.partial === true;
  const changed = [...findings].filter(
    ([key, finding]) => unfinished || hasMoved(finding, before.issue?.findings.get(key)),
  );
  const causes = new Set(changed.map(([, { causedBy }]) => causedBy));
  const issue = issueAfter(before.issue, { account, region, at, coverage }, findings);
  const touched =
    issue &&
    (changed.length > 0 ||
      !isDeepEqual([...findings.values()], [...(before.issue?.findings.values() ?? [])]) ||
      issue.disabled !== before.issue?.disabled ||
      issue.status !== before.issue.status);
  return {
    account,
    region,
    before,
    issue: touched ? issue : undefined,
    memory:
      observation.trails.kind === 'seen'
        ? rememberTrails(before.memory, observation, isReplacedIn(assessment))
        : undefined,
    changed: changed.map(([, finding]) => finding),
    causes: triggers.filter(({ eventId }) => causes.has(eventId)),
  };
}

async function save(issues: IssueStore, result: LookResult): ReturnType<IssueStore['saveLook']> {
  return (result.issue ?? result.memory) === undefined ? 'applied' : issues.saveLook(result);
}

/**
 * Observes one Region of an account, judges it, and stores the result. Repeating it changes nothing more. `known` is
 * what is remembered, if it was read already; it is read again if another process wrote meanwhile.
 */
export async function evaluateRegion(
  parts: RegionParts,
  visit: AccountVisit,
  place: { account: AccountId; region: Region; known?: Remembered | undefined },
  asked: LookRequest,
): Promise<RegionOutcome> {
  let reduced = false;
  for (let look = 0; look < maxWriteAttempts; look += 1) {
    const [seen, before] = await Promise.all([
      visit.observeRegion(place.region),
      (look === 0 ? place.known : undefined) ?? parts.issues.readRemembered(place.account, place.region),
    ]);
    const observation = withKnownStarts(seen, before.memory);
    const destinations = await destinationsAt(parts.destinations, observation, before.memory);
    const judged = await judge(parts, before, { observation, destinations, reduced }, asked);
    const result = resultOf(before, observation, judged, reduced ? [] : asked.triggers);
    const saved = await save(parts.issues, reduced ? { ...result, memory: undefined } : result);
    reduced ||= saved === 'too-large';
    if (saved !== 'applied') continue;
    const { claims } = judged.assessment.look;
    const sights = observation.trails.kind === 'seen' ? observation.trails.value : undefined;
    return {
      region: place.region,
      observation,
      destinations,
      memory: result.memory ?? before.memory,
      findings: judged.findings,
      contradicted: sights ? claims.filter((claim) => contradictsState(claim, sights)) : [],
    };
  }
  throw new Error(
    `${place.account} ${place.region} is being written by too many at once; it will be looked at again`,
  );
}
