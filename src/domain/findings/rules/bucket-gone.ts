import type { TrailSight } from '#domain/facts/observation.ts';
import { bucketSightOf } from '#domain/findings/bucket-sight.ts';
import { judgeEach, undeliverable } from '#domain/findings/of-destination.ts';
import { createBucket } from '#domain/findings/of-bucket.ts';
import type { Judgement, Rule, SeenLook } from '#domain/findings/rule.ts';
import { disableCloudLogs, ofBucket } from '#domain/findings/rule.ts';

function judgeTrail(look: SeenLook, rule: Rule, sight: TrailSight): Judgement | 'cannot-tell' | 'healthy' {
  const { trail, status } = sight;
  const bucket = bucketSightOf(look, trail);
  if (status.kind === 'unreadable' || !status.value.logging || !bucket) return 'cannot-tell';
  if (bucket.found.is !== 'gone') return bucket.found.is === 'hidden' ? 'cannot-tell' : 'healthy';
  return undeliverable(look, rule, sight, { resource: bucket.id, sight: bucket });
}

/** Whether a bucket's name belongs to one account and Region, as names in its own namespace do (S3 user guide, 2026). */
function isRegional(bucket = ''): boolean {
  return /-\d{12}-[a-z]{2,}(?:-[a-z]+)+-\d+-an$/.test(bucket);
}

/** The bucket of a trail no longer exists. */
export const bucketGone: Rule<'bucket-gone'> = {
  id: 'bucket-gone',
  harm: 'undeliverable',
  severities: ['high', 'medium'],
  title: 'The bucket of the trail is gone',
  meaning:
    'The bucket was deleted with all log files in it, and CloudTrail goes on trying to deliver to its name: the next owner of that name gets them.',
  causedBy: ['DeleteBucket'],
  repairedBy: ['CreateBucket', 'UpdateTrail'],
  mitre: disableCloudLogs,
  falseAlarms: 'A bucket that is taken away before its trail, as when everything is torn down.',
  proof: 'state',
  remedy: (finding) => ({
    account: ofBucket,
    words: `Create the bucket again at once, in its former account and Region and with its policy${isRegional(finding.evidence.resource) ? '; no other account can take its name' : ', before another account takes the name'}. The command takes the trail's Region for the bucket's.`,
    command: createBucket(finding),
  }),
  judge: (look, rule) => judgeEach(look, (sight) => judgeTrail(look, rule, sight)),
};
