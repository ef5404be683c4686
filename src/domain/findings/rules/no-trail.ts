import type { RecordedEvents } from '#domain/facts/event-selectors.ts';
import { recordedTogether } from '#domain/facts/event-selectors.ts';
import type { FormerSettings } from '#domain/findings/finding.ts';
import { causeKey } from '#domain/findings/finding.ts';
import { awsCommand, everStarted, isStatusUnreadable, isGone, withFlags } from '#domain/findings/of-trail.ts';
import type { Judgement, Rule, SeenLook } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';
import { ongoingSubjects } from '#domain/findings/settings.ts';
import type { Region } from '#domain/values/region.ts';

/** What AWS records without a trail; nothing where its channels could not be read. */
function recordedWithoutTrail({ channels = [] }: SeenLook): RecordedEvents {
  return recordedTogether(channels.map(({ recorded }) => recorded));
}

/** What AWS records without a trail, what it leaves out, and that no event of it reaches Trailwarden. */
function withoutTrail(look: SeenLook): string | undefined {
  const { channels = [] } = look;
  if (channels.length === 0) return undefined;
  const { writes, reads, excludedSources } = recordedWithoutTrail(look);
  const amount = { all: 'all', some: 'some', none: 'no' } as const;
  const but = excludedSources.length === 0 ? '' : ` (not those of ${excludedSources.join(', ')})`;
  const names = channels.map(({ name }) => name).join(', ');
  return `CloudWatch records ${amount[writes]} writes and ${amount[reads]} reads${but} without a trail (${names}); EventBridge, and so real-time detection, hears none of them`;
}

/** The bucket that the configuration names for log files; undefined when it names none, or several. */
function declaredBucket({ expected }: SeenLook): FormerSettings | undefined {
  const [bucket, ...others] = expected?.buckets ?? [];
  return bucket === undefined || others.length > 0 ? undefined : { bucket };
}

/** Where a trail belongs here: where one that was never started is at home, else in the central account's Region. */
function homeOfTrail({ sights, expected }: SeenLook): Region | undefined {
  return sights[0]?.trail.homeRegion ?? expected?.home;
}

/** The commands that create a trail and start it; a shell that has no BUCKET refuses them, so that none is made by mistake. */
function createTrail(bucket: string | undefined, region: string): string | undefined {
  const create = awsCommand('cloudtrail create-trail', {
    name: 'main',
    region,
    ...(bucket !== undefined && { 's3-bucket-name': bucket }),
  });
  const unnamed = bucket === undefined ? ['--s3-bucket-name "${BUCKET:?}"'] : [];
  const start = awsCommand('cloudtrail start-logging', { name: 'main', region }) ?? '';
  return withFlags(create, ...unnamed, '--is-multi-region-trail --enable-log-file-validation &&', start);
}

function judgeAccount(look: SeenLook): Judgement[] {
  if (look.sights.some((sight) => everStarted(sight) && !isStatusUnreadable(sight)))
    return [{ verdict: 'healthy', subject: '-' }];
  if (look.sights.some(isStatusUnreadable)) return [{ verdict: 'cannot-tell', subject: '-' }];
  // A trail that was seen here before is judged by trail-gone, which names it and the time of its loss.
  if (look.memory?.trails.some((known) => isGone(known, look.sights)) === true) return [];
  if (ongoingSubjects(look, 'trail-gone').length > 0) return [];
  return [
    {
      verdict: 'stands',
      subject: '-',
      // Worse again when CloudWatch ceases to record, which nothing else tells: no event comes from here.
      severity: recordedWithoutTrail(look).writes === 'all' ? 'high' : 'critical',
      weakening: false,
      cause: causeKey('not-recording', `${look.account}|no-trail`),
      since: look.at,
      evidence: {
        coveredBy: [],
        change: withoutTrail(look),
        was: declaredBucket(look),
        homeRegion: homeOfTrail(look),
      },
    },
  ];
}

/** An account and Region has no trail, and none was seen there before. */
export const noTrail: Rule<'no-trail'> = {
  id: 'no-trail',
  harm: 'not-recording',
  severities: ['critical', 'high'],
  title: 'There is no trail',
  meaning:
    'No trail that was ever started records this account and Region. Only the 90-day event history of CloudTrail is left, and what CloudWatch records without a trail where a telemetry rule says so. EventBridge needs a trail, so calls here are found by looks only.',
  causedBy: [],
  repairedBy: ['CreateTrail', 'StartLogging', 'UpdateTrail'],
  mitre: disableCloudLogs,
  falseAlarms: 'A new account or Region that the organization trail has not reached yet.',
  proof: 'state',
  remedy: ({ evidence: { was, homeRegion } }, place) => ({
    words: `Include the account in the organization trail, or create a multi-Region trail and start logging.${was?.bucket === undefined ? ' Set BUCKET to a bucket whose policy lets CloudTrail write: without it the command does nothing.' : ''}`,
    command: createTrail(was?.bucket, place?.region ?? homeRegion ?? 'us-east-1'),
  }),
  judge: judgeAccount,
};
