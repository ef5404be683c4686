import type { TrailSight } from '#domain/facts/observation.ts';
import { bucketSightOf } from '#domain/findings/bucket-sight.ts';
import { causeKey } from '#domain/findings/finding.ts';
import { harmedSince, judgeEach } from '#domain/findings/of-destination.ts';
import { awsCommand, evidenceOf } from '#domain/findings/of-trail.ts';
import { isBucketOurs, isYoung } from '#domain/findings/reliance.ts';
import type { Judgement, Rule, SeenLook } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';
import { asWeakening, ongoingFinding } from '#domain/findings/settings.ts';

/** The refusal of S3 itself: the accounts that were asked answered, and none of them has the bucket. */
const notFoundAmongOurs = 's3:GetBucketPolicy';

function judgeTrail(look: SeenLook, rule: Rule, sight: TrailSight): Judgement | 'cannot-tell' | 'healthy' {
  const { trail } = sight;
  const bucket = bucketSightOf(look, trail);
  if (trail.organization || isBucketOurs(look, trail) || bucket?.found.is === 'gone') return 'healthy';
  // The declared list of buckets excludes all others, and a change of bucket is judged by redirected.
  if ((look.expected?.buckets ?? []).length > 0 || ongoingFinding(look, 'redirected', trail.arn))
    return 'healthy';
  // Trails of long ago are part of what people know; a young one may be made to stand in for another.
  if (!isYoung(look, sight) && !ongoingFinding(look, rule.id, trail.arn)) return 'healthy';
  if (bucket?.found.is !== 'hidden' || bucket.found.owner !== undefined) return 'cannot-tell';
  if (bucket.found.why.operation !== notFoundAmongOurs) return 'cannot-tell';
  return {
    verdict: 'stands',
    subject: trail.arn,
    ...asWeakening,
    cause: causeKey('redirected', trail.arn),
    since: harmedSince(look, rule, trail.arn, bucket),
    evidence: {
      ...evidenceOf(sight),
      resource: bucket.id,
      change: `delivers to ${bucket.id}, which none of your accounts has`,
    },
  };
}

/** A new trail delivers to a bucket that none of the known accounts has. */
export const bucketUnknown: Rule<'bucket-unknown'> = {
  id: 'bucket-unknown',
  harm: 'redirected',
  severities: ['low'],
  title: 'The bucket of the trail is not known to be yours',
  meaning:
    'The owner of the bucket reads the log files and decides whether they are kept, so this trail stands in for no other one.',
  causedBy: ['CreateTrail', 'UpdateTrail'],
  repairedBy: ['UpdateTrail', 'DeleteTrail'],
  mitre: disableCloudLogs,
  falseAlarms: "A vendor's bucket, or one of an account of yours that Trailwarden does not watch.",
  proof: 'state',
  remedy: ({ subject: name, evidence: { resource = '', homeRegion: region = '' } }) => ({
    words: `If the bucket is known to you, add "known_buckets": [${JSON.stringify(resource)}] to the section "baseline" of config.json, or its account to baseline.accounts. Otherwise find out who made the trail, and delete it.`,
    command: awsCommand('cloudtrail get-trail', { name, region }),
  }),
  judge: (look, rule) => judgeEach(look, (sight) => judgeTrail(look, rule, sight)),
};
