import type { TrailSight } from '#domain/facts/observation.ts';
import { causeKey } from '#domain/findings/finding.ts';
import { bucketSightOf } from '#domain/findings/bucket-sight.ts';
import { harmedSince, judgeEach } from '#domain/findings/of-destination.ts';
import { awsCommand, evidenceOf } from '#domain/findings/of-trail.ts';
import type { Judgement, Rule, SeenLook } from '#domain/findings/rule.ts';
import { disableCloudLogs, ofBucket } from '#domain/findings/rule.ts';
import { asWeakening } from '#domain/findings/settings.ts';

function judgeTrail(look: SeenLook, rule: Rule, sight: TrailSight): Judgement | 'cannot-tell' | 'healthy' {
  const subject = sight.trail.arn;
  const bucket = bucketSightOf(look, sight.trail);
  if (bucket?.found.is === 'gone') return 'healthy';
  if (bucket?.found.is !== 'there' || bucket.found.settings.versioning.kind === 'unreadable')
    return 'cannot-tell';
  if (bucket.found.settings.versioning.value !== 'suspended') return 'healthy';
  return {
    verdict: 'stands',
    subject,
    ...asWeakening,
    cause: causeKey('unprotected', bucket.id),
    since: harmedSince(look, rule, subject, bucket),
    evidence: { ...evidenceOf(sight), resource: bucket.id, change: `versioning of ${bucket.id}: suspended` },
  };
}

/** The versioning of a trail's bucket was suspended. */
export const versioningSuspended: Rule<'versioning-suspended'> = {
  id: 'versioning-suspended',
  harm: 'unprotected',
  severities: ['low'],
  title: 'Versioning of the bucket is suspended',
  meaning: 'A log file that is deleted or overwritten from now on cannot be brought back.',
  causedBy: ['PutBucketVersioning'],
  repairedBy: ['PutBucketVersioning'],
  mitre: disableCloudLogs,
  falseAlarms: 'A bucket that is protected otherwise, by Object Lock or a copy elsewhere.',
  proof: 'state',
  remedy: ({ evidence: { resource: bucket = 'the bucket' } }) => ({
    account: ofBucket,
    words: 'Enable versioning again, and look for objects that were deleted in the meantime.',
    command: awsCommand('s3api put-bucket-versioning', {
      bucket,
      'versioning-configuration': 'Status=Enabled',
    }),
  }),
  judge: (look, rule) => judgeEach(look, (sight) => judgeTrail(look, rule, sight)),
};
