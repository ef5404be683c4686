import type { RememberedTrail, TrailSight } from '#domain/facts/observation.ts';
import type { Trail, TrailStatus } from '#domain/facts/trail.ts';
import { causeKey } from '#domain/findings/finding.ts';
import { evidenceOf, showBucketPolicy } from '#domain/findings/of-trail.ts';
import type { Judgement, Rule, SeenLook } from '#domain/findings/rule.ts';
import { disableCloudLogs, ofBucket } from '#domain/findings/rule.ts';
import { ongoingFinding } from '#domain/findings/settings.ts';
import type { Instant } from '#domain/values/instant.ts';

/** The age in milliseconds at which the last digest file is overdue; CloudTrail writes one every hour. */
const overdueAfter = 3 * 3600 * 1000;

function isOverdue(trail: Trail, status: TrailStatus | undefined, at: Instant): boolean {
  const { digestDeliveredAt, startedAt } = status ?? {};
  // Log files prove nothing: a Region without calls has none. Without a first digest file the schedule is unknown.
  if (!trail.logFileValidation || status?.logging !== true || digestDeliveredAt === undefined) return false;
  return at - Math.max(digestDeliveredAt, startedAt ?? 0) > overdueAfter;
}

const wasOverdue = ({ trail, status, seenAt }: RememberedTrail): boolean => isOverdue(trail, status, seenAt);

function judgeTrail(look: SeenLook, rule: Rule, sight: TrailSight): Judgement[] {
  const { arn: subject, bucket } = sight.trail;
  if (sight.status.kind === 'unreadable' || !sight.status.value.logging)
    return [{ verdict: 'cannot-tell', subject }];
  const { digestDeliveredAt: deliveredAt, digestError, deliveryError } = sight.status.value;
  if (!isOverdue(sight.trail, sight.status.value, look.at))
    return [{ verdict: 'healthy', subject, deliveredAt: deliveredAt ?? look.at }];
  // A delivery error is reported by its own rule.
  if (digestError !== undefined || deliveryError !== undefined) return [];
  const known = ongoingFinding(look, rule.id, subject);
  const last = look.memory?.trails.find(({ trail }) => trail.arn === subject);
  if (known === undefined && !(last && wasOverdue(last))) return [];
  return [
    {
      verdict: 'stands',
      subject,
      severity: 'high',
      weakening: false,
      cause: causeKey('undeliverable', bucket ?? subject),
      since: known?.since ?? look.at,
      evidence: { ...evidenceOf(sight), resource: bucket, deliveredAt },
    },
  ];
}

/** A trail has delivered nothing for hours although it logs and reports no error; seen on two looks. */
export const deliveryOverdue: Rule<'delivery-overdue'> = {
  id: 'delivery-overdue',
  harm: 'undeliverable',
  severities: ['high'],
  title: 'Nothing was delivered for hours',
  meaning:
    'The trail logs and reports no error, but the digest file that CloudTrail writes every hour has not come for more than three.',
  causedBy: [],
  repairedBy: ['UpdateTrail', 'StartLogging'],
  mitre: disableCloudLogs,
  falseAlarms:
    'A delay of CloudTrail itself (see the AWS Health Dashboard), or log file validation that was turned on again within the hour.',
  proof: 'delivery',
  remedy: (finding) => ({
    account: ofBucket,
    words: `Look into ${finding.evidence.resource ?? 'the bucket'} for the newest files of the trail. CloudTrail does not report time-outs as errors: check the bucket's policy and key as for a failed delivery.`,
    command: showBucketPolicy(finding),
  }),
  judge: (look, rule) => look.sights.flatMap((sight) => judgeTrail(look, rule, sight)),
};
