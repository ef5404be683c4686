import type { TrailSight } from '#domain/facts/observation.ts';
import type { TrailStatus } from '#domain/facts/trail.ts';
import { isSameTarget } from '#domain/facts/trail-history.ts';
import type { Finding } from '#domain/findings/finding.ts';
import { causeKey } from '#domain/findings/finding.ts';
import { createBucket, harmlessDelivery } from '#domain/findings/of-bucket.ts';
import { showKeyPolicy } from '#domain/findings/of-destination.ts';
import { inKeyAccount, keyCommand, saveKey } from '#domain/findings/of-key.ts';
import { evidenceOf, showBucketPolicy } from '#domain/findings/of-trail.ts';
import type { Judgement, Remedy, Rule, SeenLook } from '#domain/findings/rule.ts';
import { disableCloudLogs, ofBucket } from '#domain/findings/rule.ts';
import { recordedBefore, weighLoss } from '#domain/findings/what-is-left.ts';
import type { Instant } from '#domain/values/instant.ts';
import { instant } from '#domain/values/instant.ts';

/** For how long after it the time of an attempt is believed, in milliseconds: AWS calls the field unused but fills it. */
const attemptBelievedFor = 3600_000;

/**
 * When the delivery failed whose error AWS shows: at the last attempt, if that is younger than an hour and newer than the
 * last success, else at the look. An error outlasts its cause until the next delivery, minutes or days later.
 */
function failedAt({ attemptedAt = instant(0), deliveredAt = instant(0) }: TrailStatus, at: Instant): Instant {
  const isBelieved = attemptedAt > deliveredAt && attemptedAt <= at && at - attemptedAt <= attemptBelievedFor;
  return isBelieved ? attemptedAt : at;
}

/**
 * Since when the trail delivers to where it does now, as far as that is known here: since the call that a look sees the
 * effect of, later since that look.
 */
function targetSince({ memory, claims }: SeenLook, { trail }: TrailSight): Instant | undefined {
  const known = memory?.trails.find((one) => one.trail.arn === trail.arn);
  if (known === undefined) return undefined;
  if (isSameTarget(trail, known.trail)) return known.unchangedSince;
  return claims.findLast((claim) => claim.eventName === 'UpdateTrail' && claim.trail === trail.arn)?.at;
}

function judgeTrail(look: SeenLook, rule: Rule, sight: TrailSight): Judgement {
  const subject = sight.trail.arn;
  if (sight.status.kind === 'unreadable' || !sight.status.value.logging)
    return { verdict: 'cannot-tell', subject };
  const { deliveryError: error, deliveredAt } = sight.status.value;
  if (error === undefined) return { verdict: 'healthy', subject, deliveredAt };
  const since = failedAt(sight.status.value, look.at);
  // What failed was a delivery to the former bucket, or with the former key.
  if (since < look.at && since < (targetSince(look, sight) ?? 0)) return { verdict: 'cannot-tell', subject };
  const resource = error.startsWith('KMS.') ? sight.trail.kmsKey : sight.trail.bucket;
  const was = recordedBefore(look, rule.id, sight);
  const { left, coveredBy } = weighLoss(look, { rule: rule.id, trail: sight.trail, was, since }).evidence;
  return {
    verdict: 'stands',
    subject,
    severity: left === 'covered' || left === 'own' ? 'medium' : 'high',
    weakening: false,
    cause: causeKey('undeliverable', resource ?? subject),
    since,
    evidence: { ...evidenceOf(sight), error, resource, coveredBy },
  };
}

/** What repairs a key that CloudTrail cannot use, by AWS's error (KMS developer guide, errors of GenerateDataKey). */
function keyRemedy(finding: Finding): Remedy {
  const { error = '' } = finding.evidence;
  const where = inKeyAccount(finding);
  if (error.startsWith('KMS.Disabled'))
    return {
      ...where,
      words: 'Enable the key again; CloudTrail then delivers what it has kept.',
      command: keyCommand('kms enable-key', finding),
    };
  if (/^KMS\.(?:KMS)?InvalidState/.test(error))
    return {
      ...where,
      words: 'The key is pending deletion or has no key material: cancel the deletion and enable the key.',
      command: saveKey(finding),
    };
  if (error.startsWith('KMS.NotFound'))
    return {
      ...where,
      words: 'The key does not exist: give the trail another one. The command shows whether it is gone.',
      command: keyCommand('kms describe-key', finding),
    };
  return {
    ...where,
    words:
      'Let CloudTrail use the key again: its policy has to allow kms:GenerateDataKey* and kms:DescribeKey for cloudtrail.amazonaws.com. The command shows the policy.',
    command: showKeyPolicy(finding),
  };
}

function bucketRemedy(finding: Finding): Remedy {
  const { resource = 'the bucket', error = '' } = finding.evidence;
  if (error.startsWith('NoSuchBucket'))
    return {
      account: ofBucket,
      words: `The bucket ${resource} does not exist: create it again, with its policy. The command takes the trail's Region for the bucket's.`,
      command: createBucket(finding),
    };
  return {
    account: ofBucket,
    words: `Let CloudTrail write to ${resource} again: s3:GetBucketAcl and s3:PutObject for cloudtrail.amazonaws.com. The key's policy or the organization's can refuse it, too.`,
    command: showBucketPolicy(finding),
  };
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
  falseAlarms: 'A short fault of S3 itself, or a policy that is being changed: the next delivery shows it.',
  falseAlarmsOf: harmlessDelivery,
  proof: 'delivery',
  remedy: (finding) =>
    finding.evidence.error?.startsWith('KMS.') === true ? keyRemedy(finding) : bucketRemedy(finding),
  judge: (look, rule) => look.sights.map((sight) => judgeTrail(look, rule, sight)),
};
