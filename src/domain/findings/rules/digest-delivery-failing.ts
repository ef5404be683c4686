import type { TrailSight } from '#domain/facts/observation.ts';
import { harmlessDelivery } from '#domain/findings/of-bucket.ts';
import { causeKey } from '#domain/findings/finding.ts';
import { evidenceOf, showBucketPolicy } from '#domain/findings/of-trail.ts';
import type { Judgement, Rule, SeenLook } from '#domain/findings/rule.ts';
import { disableCloudLogs, ofBucket } from '#domain/findings/rule.ts';

function judgeTrail(look: SeenLook, sight: TrailSight): Judgement {
  const { arn: subject, bucket, logFileValidation } = sight.trail;
  if (sight.status.kind === 'unreadable' || !sight.status.value.logging)
    return { verdict: 'cannot-tell', subject };
  const { digestError: error, digestDeliveredAt: deliveredAt } = sight.status.value;
  // Without validation there are no digest files, but AWS keeps reporting the last error.
  if (!logFileValidation) return { verdict: 'healthy', subject, deliveredAt: look.at };
  if (error === undefined) return { verdict: 'healthy', subject, deliveredAt };
  return {
    verdict: 'stands',
    subject,
    severity: 'medium',
    weakening: false,
    cause: causeKey('undeliverable', bucket ?? subject),
    since: look.at,
    evidence: { ...evidenceOf(sight), error, resource: bucket, deliveredAt },
  };
}

/** CloudTrail cannot write a trail's digest files into its bucket. */
export const digestDeliveryFailing: Rule<'digest-delivery-failing'> = {
  id: 'digest-delivery-failing',
  harm: 'undeliverable',
  severities: ['medium'],
  title: 'Digest files cannot be delivered to the S3 bucket',
  meaning: 'Without digest files a changed or deleted log file goes unnoticed.',
  causedBy: [
    'PutBucketPolicy',
    'DeleteBucketPolicy',
    'DeleteBucket',
    'PutBucketAcl',
    'PutBucketOwnershipControls',
    'PutBucketPublicAccessBlock',
    'UpdateTrail',
  ],
  repairedBy: ['PutBucketPolicy', 'CreateBucket', 'UpdateTrail'],
  mitre: disableCloudLogs,
  falseAlarms: 'A short fault of S3 itself, which goes away with the next digest within the hour.',
  falseAlarmsOf: harmlessDelivery,
  proof: 'delivery',
  remedy: (finding) => ({
    account: ofBucket,
    words: `Let cloudtrail.amazonaws.com write to ${finding.evidence.resource ?? 'the bucket'} again, also to the folder CloudTrail-Digest beside the log files.`,
    command: showBucketPolicy(finding),
  }),
  judge: (look) => look.sights.map((sight) => judgeTrail(look, sight)),
};
