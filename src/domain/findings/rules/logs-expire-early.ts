import type { BucketSight, ExpiryRule } from '#domain/facts/log-destination.ts';
import type { TrailSight } from '#domain/facts/observation.ts';
import { causeKey } from '#domain/findings/finding.ts';
import { bucketSightOf } from '#domain/findings/bucket-sight.ts';
import { trailDeliveryOf, harmedSince, judgeEach } from '#domain/findings/of-destination.ts';
import { awsCommand, evidenceOf } from '#domain/findings/of-trail.ts';
import type { Judgement, Rule, SeenLook } from '#domain/findings/rule.ts';
import { disableCloudLogs, ofBucket } from '#domain/findings/rule.ts';
import { asWeakening } from '#domain/findings/settings.ts';
import { appliesToLogFiles, leastAgeInDays } from '#domain/policies/lifecycle-prefix.ts';
import type { Instant } from '#domain/values/instant.ts';

const day = 24 * 3600 * 1000;

/** Calls that set lifecycle rules; CloudTrail records them under the first name (S3 user guide, CloudTrail events). */
const causedBy = ['PutBucketLifecycle', 'PutBucketLifecycleConfiguration'] as const;

interface Expiry {
  readonly lifecycle: ExpiryRule;
  readonly days: number;
}

/** The age in days at which the rule deletes objects, or noncurrent versions if it deletes only those. */
function daysOf({ days, date, formerDays }: ExpiryRule, at: Instant): number | undefined {
  return days ?? (date === undefined ? formerDays : Math.max(0, Math.ceil((date - at) / day)));
}

const deletesVersionsOnly = ({ days, date }: ExpiryRule): boolean => (days ?? date) === undefined;

/** The rule that deletes the trail's log files earliest, if that is too early; a rule for versions only comes last. */
function earliest(look: SeenLook, { trail }: TrailSight, rules: readonly ExpiryRule[]): Expiry | undefined {
  const delivery = trailDeliveryOf(look, trail);
  const ours = rules.filter(
    ({ tagged, someSizes, prefix }) => !tagged && someSizes !== true && appliesToLogFiles(prefix, delivery),
  );
  const early = ours.flatMap((lifecycle): Expiry[] => {
    const days = daysOf(lifecycle, look.at);
    const age = Math.max(days ?? 0, leastAgeInDays(lifecycle.prefix, look.at));
    return days === undefined || age >= (look.expected?.keptDays ?? 0) ? [] : [{ lifecycle, days }];
  });
  const order = ({ lifecycle, days }: Expiry): number => (deletesVersionsOnly(lifecycle) ? 1e6 : 0) + days;
  return early.toSorted((one, other) => order(one) - order(other))[0];
}

function stands(
  sight: TrailSight,
  bucket: BucketSight,
  { lifecycle, days }: Expiry,
  since: Instant,
): Judgement {
  const subject = sight.trail.arn;
  const name =
    lifecycle.name === undefined || lifecycle.name === ''
      ? 'a lifecycle rule'
      : `lifecycle rule ${lifecycle.name}`;
  const what = deletesVersionsOnly(lifecycle) ? 'former versions of log files' : 'kept logs';
  return {
    verdict: 'stands',
    subject,
    // Noncurrent versions exist only of log files that were deleted or replaced.
    ...(deletesVersionsOnly(lifecycle) ? asWeakening : ({ severity: 'high', weakening: false } as const)),
    cause: causeKey('expiring', bucket.id),
    since,
    evidence: {
      ...evidenceOf(sight),
      resource: bucket.id,
      change: `${what} expire after ${days === 1 ? '1 day' : `${days} days`}: ${name}`,
    },
  };
}

function judgeTrail(look: SeenLook, rule: Rule, sight: TrailSight): Judgement | 'cannot-tell' | 'healthy' {
  const bucket = bucketSightOf(look, sight.trail);
  if (bucket?.found.is === 'gone') return 'healthy';
  if (bucket?.found.is !== 'there' || bucket.found.settings.expiry.kind === 'unreadable')
    return 'cannot-tell';
  const found = earliest(look, sight, bucket.found.settings.expiry.value);
  return found ? stands(sight, bucket, found, harmedSince(look, rule, sight.trail.arn, bucket)) : 'healthy';
}

/** A lifecycle rule deletes a trail's log files before the configured minimum retention. */
export const logsExpireEarly: Rule<'logs-expire-early'> = {
  id: 'logs-expire-early',
  harm: 'expiring',
  severities: ['high', 'low'],
  title: 'Kept logs expire early',
  meaning:
    'A lifecycle rule of the bucket deletes log files before they are as old as they are to be kept (cloudtrails.minimum_retention_days). Nothing tells of it when it happens, and what is deleted is gone.',
  causedBy,
  repairedBy: ['DeleteBucketLifecycle', ...causedBy],
  mitre: disableCloudLogs,
  falseAlarms:
    'Log files that are copied elsewhere before they expire, or a shorter time on purpose: say so with cloudtrails.minimum_retention_days or an exemption.',
  proof: 'state',
  remedy: ({ evidence: { resource: bucket = 'the bucket' } }) => ({
    account: ofBucket,
    words:
      'Take the rule out of the lifecycle configuration, or let it wait longer; the command shows all rules. S3 works its rules off once a day, so what is still there can be saved.',
    command: awsCommand('s3api get-bucket-lifecycle-configuration', { bucket }),
  }),
  judge: (look, rule) => judgeEach(look, (sight) => judgeTrail(look, rule, sight)),
};
