import type { Claim } from '#domain/facts/claim.ts';
import { contradictsState } from '#domain/facts/claim.ts';
import { ruleOf } from '#domain/findings/assess/all-rules.ts';
import type { Assessment } from '#domain/findings/assess/assess.ts';
import type { Finding, FindingKey } from '#domain/findings/finding.ts';
import { findingKey, worseSeverity } from '#domain/findings/finding.ts';
import type { RuleId } from '#domain/findings/rule-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import { instant } from '#domain/values/instant.ts';
import { causeOf, harmfulTo, isRepaired, lastHarm } from './calls-on-finding.ts';
import { boundedFindings } from './bounded-findings.ts';
import { acceptedBy, acceptedUnjudged, exemptionOf } from './accepted-finding.ts';
import type { Exemption } from './exemption.ts';
import { endOf, interruptionsTogether } from './incident.ts';
import { isKnownFailure } from './past-failure.ts';
import type { FindingDraft, TrackedFinding } from './tracked-finding.ts';

/** How long after a call, in milliseconds, AWS may still show the former state: as long as looks are repeated for it. */
const settlesWithin = 15 * 60_000;
/** How far CloudTrail's event history reaches back, in milliseconds: 90 days (CloudTrail user guide). */
const historyReaches = 90 * 24 * 3600_000;

/** Two healthy looks this far apart, in milliseconds, prove that a finding is over when no repairing call is known. */
export const proofApart = 60_000;

type Known = ReadonlyMap<FindingKey, TrackedFinding>;

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
    exemptSince: undefined,
    exemptBecause: undefined,
    exemptBy: undefined,
    exemptUntil: undefined,
    peak: worseSeverity(before.peak, finding.severity),
    harmful: before.harmful || !finding.weakening,
  };
}

/** The call that caused a finding which is `ongoing` since an earlier look, or was found by this one. */
function causeNamed(
  finding: Finding,
  { look: { claims, trails, memory } }: Assessment,
  isOngoing: boolean,
): Claim | undefined {
  const sights = trails.kind === 'seen' ? trails.value : [];
  const trail = sights.find((sight) => sight.trail.arn === finding.subject)?.trail;
  // Old records can be sent again from an archive: a call long before the last look without this harm is none of its
  // causes. Of an ongoing finding that look is not known any more.
  const notBefore = isOngoing ? finding.since - historyReaches : (memory?.at ?? 0) - settlesWithin;
  return causeOf(
    finding,
    claims.filter(({ at }) => at >= notBefore),
    trail,
  );
}

function ongoing(
  finding: Finding,
  stored: Known,
  assessment: Assessment,
  exemptions: readonly Exemption[],
): FindingDraft {
  const { at, claims } = assessment.look;
  const before = stored.get(findingKey(finding.rule, finding.subject));
  const lives = before !== undefined && before.state !== 'resolved' && before.closed === undefined;
  const cause = causeNamed(lives ? { ...finding, since: before.since } : finding, assessment, lives);
  const known = lives && before.causedBy !== undefined;
  const causedBy = known ? before.causedBy : cause?.eventId;
  const causedByRole = known ? before.causedByRole : cause?.callerRole;
  const exemption = exemptionOf(finding, causedByRole, assessment.look, exemptions);
  const expired = lives && before.state === 'whitelisted' && exemption === undefined;
  const draft = lives
    ? {
        ...continued(finding, at, before),
        ...(expired ? { incident: undefined, returnsFrom: before.incident, wasExempt: true } : {}),
      }
    : opened(finding, at, before, stored);
  const harmedAt = lastHarm(finding, lives ? before : undefined, claims);
  if (exemption === undefined) return { ...draft, causedBy, causedByRole, harmedAt };
  const state = draft.state === 'resolved' ? 'resolved' : 'whitelisted';
  const exemptSince = lives && before.state === 'whitelisted' ? (before.exemptSince ?? before.seenAt) : at;
  return {
    ...draft,
    causedBy,
    causedByRole,
    harmedAt,
    ...acceptedBy(exemption, exemptSince),
    state,
    // A finding accepted before it was reported is not reported.
    harmful: lives && before.harmful,
  };
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
  for (const [key, before] of known)
    after.set(key, acceptedUnjudged(cleared(key, before, assessment), assessment, exemptions));
  for (const [key, finding] of assessment.findings) {
    const before = known.get(key);
    if (isKnownStop(finding, known) || sameInterruption(finding, before)) continue;
    if (isKnownFailure(finding, before)) continue;
    after.set(key, ongoing(finding, known, assessment, exemptions));
  }
  return boundedFindings(after, assessment.look.at);
}
