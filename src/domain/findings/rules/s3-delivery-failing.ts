import type { TrailSight } from '#domain/facts/observation.ts';
import type { Finding } from '#domain/findings/finding.ts';
import { causeKey } from '#domain/findings/finding.ts';
import { awsCommand, evidenceOf, showBucketPolicy } from '#domain/findings/of-trail.ts';
import type { Judgement, Rule, SeenLook } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';
import { recordedBefore, weighLoss } from '#domain/findings/what-is-left.ts';
import { parseArn } from '#domain/values/arn.ts';

function judgeTrail(look: SeenLook, rule: Rule, sight: TrailSight): Judgement {
  const subject = sight.trail.arn;
  if (sight.status.kind === 'unreadable' || !sight.status.value.logging)
    return { verdict: 'cannot-tell', subject };
  const { deliveryError: error, deliveredAt } = sight.status.value;
  if (error === undefined) return { verdict: 'healthy', subject, deliveredAt };
  const resource = error.startsWith('KMS.') ? sight.trail.kmsKey : sight.trail.bucket;
  const was = recordedBefore(look, rule.id, sight);
  const { left, coveredBy } = weighLoss(look, {
    rule: rule.id,
    trail: sight.trail,
    was,
    since: look.at,
  }).evidence;
  return {
    verdict: 'stands',
    subject,
    severity: left === 'covered' || left === 'own' ? 'medium' : 'high',
    weakening: false,
    cause: causeKey('undeliverable', resource ?? subject),
    since: look.at,
    evidence: { ...evidenceOf(sight), error, resource, coveredBy },
  };
}

function showKey({ evidence: { resource } }: Finding): string | undefined {
  const region = parseArn(resource)?.region;
  return region === undefined || resource === undefined
    ? undefined
    : awsCommand('kms describe-key', { 'key-id': resource, region });
}

/** CloudTrail cannot write a trail's log files into its bucket. */
export const s3DeliveryFailing: Rule<'s3-delivery-failing'> = {
  id: 's3-delivery-failing',
  harm: 'undeliverable',
  severities: ['high', 'medium'],
  title: 'Log files cannot be delivered to the S3 bucket',
  meaning:
    'CloudTrail records, but cannot write the log files. It tries again for 30 days; what is not delivered by then is lost.',
  causedBy: [
    'PutBucketPolicy',
    'DeleteBucketPolicy',
    'DeleteBucket',
    'PutBucketAcl',
    'PutBucketOwnershipControls',
    'PutBucketPublicAccessBlock',
    'PutBucketRequestPayment',
    'PutBucketEncryption',
    'UpdateTrail',
    'PutKeyPolicy',
    'DisableKey',
    'ScheduleKeyDeletion',
    'DeleteKey',
    'RevokeGrant',
    'DeleteImportedKeyMaterial',
  ],
  repairedBy: [
    'PutBucketPolicy',
    'CreateBucket',
    'EnableKey',
    'CancelKeyDeletion',
    'PutKeyPolicy',
    'UpdateTrail',
  ],
  mitre: disableCloudLogs,
  falseAlarms: 'A short fault of S3 itself, which goes away with the next delivery.',
  proof: 'delivery',
  remedy: (finding) => ({
    words: finding.evidence.error?.startsWith('KMS.')
      ? 'Let CloudTrail use the key again: check that it exists, is enabled and not pending deletion, then its policy (kms:GenerateDataKey* and kms:DescribeKey for cloudtrail.amazonaws.com).'
      : `Let cloudtrail.amazonaws.com write to ${finding.evidence.resource ?? 'the bucket'} again: check that it exists, then its policy (s3:GetBucketAcl, and s3:PutObject on the trail's prefix with the trail's ARN in aws:SourceArn) and, when the log files are encrypted, the key and its policy.`,
    command: showBucketPolicy(finding) ?? showKey(finding),
  }),
  judge: (look, rule) => look.sights.map((sight) => judgeTrail(look, rule, sight)),
};
