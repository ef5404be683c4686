import type { TrailSight } from '#domain/facts/observation.ts';
import { causeKey } from '#domain/findings/finding.ts';
import { bucketSightOf } from '#domain/findings/bucket-sight.ts';
import { harmedSince, judgeEach } from '#domain/findings/of-destination.ts';
import { awsCommand, evidenceOf } from '#domain/findings/of-trail.ts';
import type { Judgement, Rule, SeenLook } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';

function judgeTrail(look: SeenLook, rule: Rule, sight: TrailSight): Judgement | 'cannot-tell' | 'healthy' {
  const subject = sight.trail.arn;
  const bucket = bucketSightOf(look, sight.trail);
  if (!bucket || bucket.found.is === 'hidden') return 'cannot-tell';
  if (bucket.found.is !== 'foreign') return 'healthy';
  const owner = bucket.found.owner === undefined ? '' : ` in account ${bucket.found.owner}`;
  return {
    verdict: 'stands',
    subject,
    severity: 'high',
    weakening: false,
    cause: causeKey('redirected', bucket.id),
    since: harmedSince(look, rule, subject, bucket),
    evidence: {
      ...evidenceOf(sight),
      resource: bucket.id,
      change: `${bucket.id} (was yours${owner})`,
    },
  };
}

/** The bucket of a trail was deleted, and an unknown account created another one of the same name. */
export const bucketForeign: Rule<'bucket-foreign'> = {
  id: 'bucket-foreign',
  harm: 'redirected',
  severities: ['high'],
  title: 'The bucket of the trail belongs to an unknown account',
  meaning:
    'A bucket of this name was yours and belongs to an account now that is not known to be: if its policy lets CloudTrail write, every log file goes there.',
  causedBy: ['DeleteBucket'],
  repairedBy: ['CreateBucket', 'UpdateTrail'],
  mitre: disableCloudLogs,
  falseAlarms:
    'A bucket that was moved to an account of yours that Trailwarden does not watch: name it in baseline.accounts.',
  proof: 'state',
  remedy: ({ subject: name, evidence: { homeRegion: region = '', resource: bucket = 'the bucket' } }) => ({
    words:
      'Send the log files to a bucket of your own under another name at once, and find out who owns the one that has the old name.',
    command:
      region === ''
        ? awsCommand('s3api head-bucket', { bucket })
        : awsCommand('cloudtrail get-trail', { name, region }),
  }),
  judge: (look, rule) => judgeEach(look, (sight) => judgeTrail(look, rule, sight)),
};
