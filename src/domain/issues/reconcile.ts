import type { Claim } from '#domain/facts/claim.ts';
import { concernsTrail, sameMoment } from '#domain/facts/claim.ts';
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
import { boundedFindings } from './bounded-findings.ts';
import type { Exemption } from './exemption.ts';
import { exempts } from './exemption.ts';
import type { FindingDraft, TrackedFinding } from './tracked-finding.ts';

/** How long after a call, in milliseconds, AWS may still show the former state: as long as looks are repeated for it. */
const settlesWithin = 15 * 60_000;

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

function exemptionOf(
  finding: Finding,
  callerRole: string | undefined,
  assessment: Assessment,
  exemptions: readonly Exemption[],
): Exemption | undefined {
  const { account, region, at } = assessment.look;
  const { rule, subject, evidence } = finding;
  const scope = { accountId: account, region, rule, subject, callerRole, left: evidence.left };
  return exemptions.find((exemption) => exempts(exemption, scope, at));
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

function opened(finding: Finding, at: Instant, before: TrackedFinding | undefined): FindingDraft {
  const over = finding.until !== undefined;
  return {
    ...finding,
    state: over ? 'resolved' : 'open',
    incident: undefined,
    returnsFrom: before?.incident,
    openedAt: at,
    seenAt: at,
    resolvedAt: over ? at : undefined,
    peak: finding.severity,
    harmful: !finding.weakening,
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

function causeNamed(finding: Finding, { look: { claims, trails, memory } }: Assessment): Claim | undefined {
  const sights = trails.kind === 'seen' ? trails.value : [];
  const trail = sights.find((sight) => sight.trail.arn === finding.subject)?.trail;
  // A call long before a look that showed no harm is none of its causes: old records can be sent again from an archive.
  const notBefore = (memory?.at ?? 0) - settlesWithin;
  return causeOf(
    finding,
    claims.filter(({ at }) => at >= notBefore),
    trail,
  );
}

function ongoing(
  finding: Finding,
  before: TrackedFinding | undefined,
  assessment: Assessment,
  exemptions: readonly Exemption[],
): FindingDraft {
  const { at } = assessment.look;
  const lives = before !== undefined && before.state !== 'resolved' && before.closed === undefined;
  const cause = causeNamed(lives ? { ...finding, since: before.since } : finding, assessment);
  const known = lives && before.causedBy !== undefined;
  const causedBy = known ? before.causedBy : cause?.eventId;
  const causedByRole = known ? before.causedByRole : cause?.callerRole;
  const exemption = exemptionOf(finding, causedByRole, assessment, exemptions);
  const expired = lives && before.state === 'whitelisted' && exemption === undefined;
  const draft = lives
    ? {
        ...continued(finding, at, before),
        ...(expired ? { incident: undefined, returnsFrom: before.incident, wasExempt: true } : {}),
      }
    : opened(finding, at, before);
  if (exemption === undefined) return { ...draft, causedBy, causedByRole };
  const state = draft.state === 'resolved' ? 'resolved' : 'whitelisted';
  // A finding accepted before it was reported is not reported.
  const { reason: exemptBecause, owner: exemptBy } = exemption;
  return {
    ...draft,
    causedBy,
    causedByRole,
    state,
    exemptBecause,
    exemptBy,
    harmful: lives && before.harmful,
  };
}

function isRepaired(before: TrackedFinding, claims: readonly Claim[]): boolean {
  const { repairedBy } = ruleOf(before.rule);
  return claims.some(
    (claim) =>
      repairedBy.includes(claim.eventName) &&
      maySpeakOfCloudTrail(claim) &&
      (before.subject === '-' || concernsTrail(claim, before.subject)) &&
      // CloudTrail cuts event times to whole seconds.
      claim.at + 999 >= before.since,
  );
}

function ended(before: TrackedFinding, at: Instant, endedAt?: Instant): FindingDraft {
  return {
    ...before,
    state: 'resolved',
    ...(before.state === 'whitelisted' ? { endedExempt: true } : {}),
    resolvedAt: at,
    healthyAt: before.healthyAt ?? at,
    until: endedAt ?? before.healthyAt ?? at,
  };
}

function cleared(key: FindingKey, before: TrackedFinding, assessment: Assessment): FindingDraft {
  const { look, findings } = assessment;
  const verdict = assessment.cleared.get(key);
  if (before.state === 'resolved' || look.trails.kind === 'unreadable') return before;
  if (verdict?.verdict === 'cannot-tell') return before;
  // The trail was deleted: its `trail-gone` finding continues the harm.
  if (findings.has(findingKey('trail-gone', before.subject))) return ended(before, look.at);
  const healthy = { ...before, healthyAt: before.healthyAt ?? look.at };
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
    after.set(key, ongoing(finding, before, assessment, exemptions));
  }
  return boundedFindings(after, assessment.look.at);
}
