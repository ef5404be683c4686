import type { Claim } from '#domain/facts/claim.ts';
import { concernsTrail, sameMoment } from '#domain/facts/claim.ts';
import { undated } from '#domain/facts/monitored.ts';
import type { Trail } from '#domain/facts/trail.ts';
import { dependencyName } from '#domain/facts/trail-dependencies.ts';
import { maySpeakOfCloudTrail } from '#domain/facts/trusted-access.ts';
import { ruleOf } from '#domain/findings/assess/all-rules.ts';
import type { Finding } from '#domain/findings/finding.ts';
import type { RuleId } from '#domain/findings/rule-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import { instant } from '#domain/values/instant.ts';
import type { TrackedFinding } from './tracked-finding.ts';

const destinations = ['bucket', 'key', 'log-group'] as const;

/** Rules about the detector's own parts: the calls that lead to such a look were made on them, or on policies. */
const ofOwnParts: ReadonlySet<RuleId> = new Set(['access-lost', 'events-not-forwarded']);

/** Whether `claim` is about the finding's log destination or the trail's CloudWatch Logs role, or names no resource. */
function matchesAbout(claim: Claim, finding: Finding, trail: Trail | undefined): boolean {
  if (ofOwnParts.has(finding.rule)) return true;
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
export function harmfulTo(
  { rule, subject }: Pick<Finding, 'rule' | 'subject'>,
  claims: readonly Claim[],
): Claim[] {
  const { causedBy } = ruleOf(rule);
  return claims.filter(
    (claim) =>
      claim.effect !== 'repair' &&
      causedBy.includes(undated(claim.eventName)) &&
      (subject === '-' || concernsTrail(claim, subject)),
  );
}

/** The time of the latest harmful call that is known: of the earlier looks, or among `claims`. */
export function lastHarm(
  finding: Finding,
  before: TrackedFinding | undefined,
  claims: readonly Claim[],
): Instant | undefined {
  const times = harmfulTo(finding, claims).map(({ at }) => at);
  const known = before?.harmedAt === undefined ? times : [...times, before.harmedAt];
  return known.length === 0 ? undefined : instant(Math.max(...known));
}

/**
 * Whether a repairing call is known that is newer than every harmful call known of the finding. Of a change whose record
 * lacks what was requested it is not known that it repairs.
 */
export function isRepaired(before: TrackedFinding, claims: readonly Claim[]): boolean {
  const { repairedBy } = ruleOf(before.rule);
  return claims.some(
    (claim) =>
      repairedBy.includes(claim.eventName) &&
      !(claim.effect === 'change' && claim.parametersMissing === true) &&
      maySpeakOfCloudTrail(claim) &&
      (before.subject === '-' || concernsTrail(claim, before.subject)) &&
      // CloudTrail cuts event times to whole seconds.
      claim.at + 999 >= before.since &&
      claim.at >= (before.harmedAt ?? claim.at),
  );
}
