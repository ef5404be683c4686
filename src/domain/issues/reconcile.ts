import type { Claim } from '#domain/facts/claim.ts';
import { concernsTrail, contradictsState, sameMoment } from '#domain/facts/claim.ts';
import { undated } from '#domain/facts/listened.ts';
import type { Trail } from '#domain/facts/trail.ts';
import { dependencyName } from '#domain/facts/trail-dependencies.ts';
import { maySpeakOfCloudTrail } from '#domain/facts/trusted-access.ts';
import { ruleOf } from '#domain/findings/assess/all-rules.ts';
import type { Assessment } from '#domain/findings/assess/assess.ts';
import type { Finding, FindingKey } from '#domain/findings/finding.ts';
import { findingKey, worseSeverity } from '#domain/findings/finding.ts';
import type { RuleId } from '#domain/findings/rule-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import { instant } from '#domain/values/instant.ts';
import type { Exemption } from './exemption.ts';
import { exempts } from './exemption.ts';
import { endOf, interruptionsTogether } from './incident.ts';
import type { FindingDraft, TrackedFinding } from './tracked-finding.ts';

/** Two healthy looks this far apart, in milliseconds, prove that a finding is over when no repairing call is known. */
export const proofApart = 60_000;

const destinations = ['bucket', 'key', 'log-group'] as const;

type Known = ReadonlyMap<FindingKey, TrackedFinding>;

/** Whether `claim` is about the finding's log destination or the trail's CloudWatch Logs role, or names no resource. */
function matchesAbout(claim: Claim, finding: Finding, trail: Trail | undefined): boolean {
  const { resource } = finding.evidence;
  const needed = [
    ...destinations.map((kind) => ({ kind, id: resource })),
    { kind: 'role' as const, id: trail?.logsRole },
  ];
  return (
    claim.about === undefined ||
    needed.some(
      ({ kind, id }) =>
        // Some calls name an event data store by the last part of its ARN only.
        id !== undefined &&
        (dependencyName({ kind, id }).id === claim.about || id.endsWith(`/${claim.about}`)),
    )
  );
}

/** The latest claim that can have caused `finding` and is not later than its beginning; undefined when none can. */
export function causeOf(finding: Finding, claims: readonly Claim[], trail?: Trail): Claim | undefined {
  const rule = ruleOf(finding.rule);
  return claims
    .filter(
      (claim) => rule.causedBy.includes(undated(claim.eventName)) && claim.at <= finding.since + sameMoment,
    )
    .filter((claim) => finding.subject === '-' || concernsTrail(claim, finding.subject))
    .filter((claim) => matchesAbout(claim, finding, trail) && maySpeakOfCloudTrail(claim))
    .reduce<Claim | undefined>(
      (latest, claim) => (latest && latest.at > claim.at ? latest : claim),
      undefined,
    );
}

/** The calls among `claims` that can have caused a finding of this rule about this subject. */
function harmfulTo({ rule, subject }: Pick<Finding, 'rule' | 'subject'>, claims: readonly Claim[]): Claim[] {
  const { causedBy } = ruleOf(rule);
  return claims.filter(
    (claim) =>
      claim.effect !== 'repair' &&
      causedBy.includes(undated(claim.eventName)) &&
      (subject === '-' || concernsTrail(claim, subject)),
  );
}

/** The time of the latest harmful call that is known: of the earlier looks, or among `claims`. */
function lastHarm(
  finding: Finding,
  before: TrackedFinding | undefined,
  claims: readonly Claim[],
): Instant | undefined {
  const times = harmfulTo(finding, claims).map(({ at }) => at);
  const known = before?.harmedAt === undefined ? times : [...times, before.harmedAt];
  return known.length === 0 ? undefined : instant(Math.max(...known));
}

function exemptionOf(
  finding: Finding,
  assessment: Assessment,
  exemptions: readonly Exemption[],
): Exemption | undefined {
  const { account, region, at } = assessment.look;
  const place = { accountId: account, region, rule: finding.rule, subject: finding.subject };
  return exemptions.find((exemption) => exempts(exemption, place, at));
}

/** Whether an interruption is already part of the trail's stored `logging-stopped` finding. */
function isKnownStop(finding: Finding, known: Known): boolean {
  if (finding.rule !== 'logging-interrupted') return false;
  const earlier = known.get(findingKey('logging-stopped', finding.subject));
  if (earlier === undefined) return false;
  const end = earlier.until ?? earlier.resolvedAt ?? earlier.seenAt;
  return (
    finding.since >= earlier.since - proofApart && finding.since <= Math.max(end, earlier.since + proofApart)
  );
}

/** Rules whose findings are already over when first seen. */
const endsAtOnce: ReadonlySet<RuleId> = new Set(['logging-interrupted', 'detector-changed']);

function sameInterruption(finding: Finding, before: TrackedFinding | undefined): boolean {
  if (finding.rule === 'detector-changed' && before?.evidence.change !== finding.evidence.change)
    return false;
  return endsAtOnce.has(finding.rule) && before?.since === finding.since;
}

const stops: readonly RuleId[] = ['logging-stopped', 'logging-interrupted'];

/** How often the trail of a new finding has stopped, with less than an hour in between. */
function repetition(finding: Finding, known: Known): FindingDraft['repeated'] {
  if (!stops.includes(finding.rule)) return undefined;
  const last = stops
    .flatMap((rule) => known.get(findingKey(rule, finding.subject)) ?? [])
    .filter((one) => finding.since - endOf(one) <= interruptionsTogether && one.since < finding.since)
    .reduce<TrackedFinding | undefined>(
      (latest, one) => (latest && endOf(latest) > endOf(one) ? latest : one),
      undefined,
    );
  if (last === undefined) return undefined;
  return { times: (last.repeated?.times ?? 1) + 1, since: last.repeated?.since ?? last.since };
}

function opened(
  finding: Finding,
  at: Instant,
  before: TrackedFinding | undefined,
  known: Known,
): FindingDraft {
  const over = finding.until !== undefined;
  return {
    ...finding,
    until: finding.until === undefined ? undefined : instant(Math.max(finding.until, finding.since)),
    state: over ? 'resolved' : 'open',
    incident: undefined,
    returnsFrom: before?.incident,
    openedAt: at,
    seenAt: at,
    resolvedAt: over ? at : undefined,
    peak: finding.severity,
    harmful: !finding.weakening,
    repeated: repetition(finding, known),
  };
}

function continued(finding: Finding, at: Instant, before: TrackedFinding): FindingDraft {
  return {
    ...before,
    ...finding,
    since: before.since,
    state: 'open',
    seenAt: at,
    healthyAt: undefined,
    resolvedAt: undefined,
    exemptBecause: undefined,
    exemptBy: undefined,
    peak: worseSeverity(before.peak, finding.severity),
    harmful: before.harmful || !finding.weakening,
  };
}

function ongoing(
  finding: Finding,
  known: Known,
  assessment: Assessment,
  exemption: Exemption | undefined,
): FindingDraft {
  const { at, claims, trails } = assessment.look;
  const before = known.get(findingKey(finding.rule, finding.subject));
  const sights = trails.kind === 'seen' ? trails.value : [];
  const trail = sights.find((sight) => sight.trail.arn === finding.subject)?.trail;
  const lives = before !== undefined && before.state !== 'resolved' && before.closed === undefined;
  const expired = lives && before.state === 'whitelisted' && exemption === undefined;
  const draft = lives
    ? {
        ...continued(finding, at, before),
        ...(expired ? { incident: undefined, returnsFrom: before.incident, wasExempt: true } : {}),
      }
    : opened(finding, at, before, known);
  const causedBy = draft.causedBy ?? causeOf({ ...finding, since: draft.since }, claims, trail)?.eventId;
  const harmedAt = lastHarm(finding, lives ? before : undefined, claims);
  if (exemption === undefined) return { ...draft, causedBy, harmedAt };
  const state = draft.state === 'resolved' ? 'resolved' : 'whitelisted';
  // A finding accepted before it was reported is not reported.
  const { reason: exemptBecause, owner: exemptBy } = exemption;
  return { ...draft, causedBy, harmedAt, state, exemptBecause, exemptBy, harmful: lives && before.harmful };
}

/** Whether a repairing call is known that is newer than every harmful call known of the finding. */
function isRepaired(before: TrackedFinding, claims: readonly Claim[]): boolean {
  const { repairedBy } = ruleOf(before.rule);
  return claims.some(
    (claim) =>
      repairedBy.includes(claim.eventName) &&
      maySpeakOfCloudTrail(claim) &&
      (before.subject === '-' || concernsTrail(claim, before.subject)) &&
      // CloudTrail cuts event times to whole seconds.
      claim.at + 999 >= before.since &&
      claim.at >= (before.harmedAt ?? claim.at),
  );
}

/** The end of a window that began at `since`: a start time from before it, or a clock that lags, cannot end it earlier. */
function windowEnd(since: Instant, shown: Instant | undefined, seen: Instant): Instant {
  return shown !== undefined && shown > since ? shown : instant(Math.max(seen, since));
}

function ended(before: TrackedFinding, at: Instant, endedAt?: Instant): FindingDraft {
  return {
    ...before,
    state: 'resolved',
    ...(before.state === 'whitelisted' ? { endedExempt: true } : {}),
    resolvedAt: at,
    healthyAt: before.healthyAt ?? at,
    until: windowEnd(before.since, endedAt, before.healthyAt ?? at),
  };
}

function cleared(key: FindingKey, known: TrackedFinding, assessment: Assessment): FindingDraft {
  const { look, findings } = assessment;
  const verdict = assessment.cleared.get(key);
  if (known.state === 'resolved' || look.trails.kind === 'unreadable') return known;
  const harmedAt = lastHarm(known, known, look.claims);
  // What looked healthy before the latest harmful call proves nothing about it.
  const isOutdated = known.healthyAt !== undefined && harmedAt !== undefined && known.healthyAt < harmedAt;
  const before = { ...known, harmedAt, healthyAt: isOutdated ? undefined : known.healthyAt };
  if (verdict?.verdict === 'cannot-tell') return before;
  // The trail was deleted: its `trail-gone` finding continues the harm.
  if (findings.has(findingKey('trail-gone', before.subject))) return ended(before, look.at);
  const healthy = { ...before, healthyAt: before.healthyAt ?? look.at };
  const { value: sights } = look.trails;
  // The state that was read is older than a harmful call, and proves nothing: CloudTrail is eventually consistent.
  if (harmfulTo(known, look.claims).some((claim) => contradictsState(claim, sights))) return healthy;
  if (ruleOf(before.rule).proof === 'delivery' && verdict !== undefined) {
    const delivered = verdict.deliveredAt;
    return delivered !== undefined && delivered > before.seenAt ? ended(before, look.at, delivered) : healthy;
  }
  const proven = before.healthyAt !== undefined && look.at - before.healthyAt >= proofApart;
  return proven || isRepaired(before, look.claims) ? ended(before, look.at, verdict?.endedAt) : healthy;
}

/** The findings of one account and Region after a look, from the stored ones and the assessment. Idempotent. */
export function reconcile(
  known: Known,
  assessment: Assessment,
  exemptions: readonly Exemption[],
): ReadonlyMap<FindingKey, FindingDraft> {
  const after = new Map<FindingKey, FindingDraft>();
  for (const [key, before] of known) after.set(key, cleared(key, before, assessment));
  for (const [key, finding] of assessment.findings) {
    const before = known.get(key);
    if (isKnownStop(finding, known) || sameInterruption(finding, before)) continue;
    after.set(key, ongoing(finding, known, assessment, exemptionOf(finding, assessment, exemptions)));
  }
  return after;
}
