import type { TrailSight } from '#domain/facts/observation.ts';
import type { TrustedAccess } from '#domain/facts/trusted-access.ts';
import { latestAccess } from '#domain/facts/trusted-access.ts';
import { causeKey, findingKey } from '#domain/findings/finding.ts';
import { evidenceOf } from '#domain/findings/of-trail.ts';
import type { Judgement, KnownFinding, Rule, SeenLook } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';
import { isAtHome } from '#domain/facts/trail.ts';

/** The trusted access that the earlier finding implies; it can be newer than the daily read of Organizations. */
function remembered(known: KnownFinding | undefined): TrustedAccess | undefined {
  const on = known?.state === 'resolved';
  return known && { on, at: on ? (known.resolvedAt ?? known.since) : known.since };
}

function judgeTrail(look: SeenLook, rule: Rule, sight: TrailSight): Judgement {
  const subject = sight.trail.arn;
  const known = look.known.get(findingKey(rule.id, subject));
  const access = latestAccess([remembered(known), look.trustedAccess], look.claims);
  if (access === undefined) return { verdict: 'cannot-tell', subject };
  if (access.on) return { verdict: 'healthy', subject, endedAt: access.at };
  return {
    verdict: 'stands',
    subject,
    severity: 'high',
    weakening: false,
    cause: causeKey('recording-less', subject),
    since: access.at,
    evidence: { ...evidenceOf(sight), change: 'every account -> owner account only' },
  };
}

/** CloudTrail no longer has trusted access to the organization. */
export const trustedAccessOff: Rule<'trusted-access-off'> = {
  id: 'trusted-access-off',
  harm: 'recording-less',
  severities: ['high'],
  title: "CloudTrail's trusted access to the organization is off",
  meaning:
    'Without trusted access an organization trail records its owner account only, although it may still be listed in the members and look as if it logged.',
  causedBy: ['DisableAWSServiceAccess'],
  repairedBy: ['EnableAWSServiceAccess'],
  mitre: disableCloudLogs,
  falseAlarms: 'A move to one trail for each account.',
  proof: 'state',
  remedy: () => ({
    words:
      'Turn trusted access on again, from the management account, and look whether the organization trail is still one.',
    command: 'aws organizations enable-aws-service-access --service-principal cloudtrail.amazonaws.com',
  }),
  judge: (look, rule) =>
    look.sights
      .filter(({ trail }) => trail.organization && isAtHome(look, trail))
      .map((sight) => judgeTrail(look, rule, sight)),
};
