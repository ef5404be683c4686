import { recordedTogether } from '#domain/facts/event-selectors.ts';
import { causeKey } from '#domain/findings/finding.ts';
import { everStarted, isStatusUnreadable, isGone } from '#domain/findings/of-trail.ts';
import type { Judgement, Rule, SeenLook } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';
import { ongoingSubjects } from '#domain/findings/settings.ts';

/** What AWS records without a trail, what it leaves out, and that no event of it reaches Trailwarden. */
function withoutTrail({ channels = [] }: SeenLook): string | undefined {
  if (channels.length === 0) return undefined;
  const { writes, reads, excludedSources } = recordedTogether(channels.map(({ recorded }) => recorded));
  const amount = { all: 'all', some: 'some', none: 'no' } as const;
  const but = excludedSources.length === 0 ? '' : ` (not those of ${excludedSources.join(', ')})`;
  const names = channels.map(({ name }) => name).join(', ');
  return `CloudWatch records ${amount[writes]} writes and ${amount[reads]} reads${but} without a trail (${names}); EventBridge, and so real-time detection, hears none of them`;
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
      severity: 'critical',
      weakening: false,
      cause: causeKey('not-recording', `${look.account}|no-trail`),
      since: look.at,
      evidence: { coveredBy: [], change: withoutTrail(look) },
    },
  ];
}

/** An account and Region has no trail, and none was seen there before. */
export const noTrail: Rule<'no-trail'> = {
  id: 'no-trail',
  harm: 'not-recording',
  severities: ['critical'],
  title: 'There is no trail',
  meaning:
    'No trail that was ever started records this account and Region. Only the 90-day event history of CloudTrail is left, and what CloudWatch records without a trail where a telemetry rule says so. EventBridge needs a trail, so calls here are found by looks only.',
  causedBy: [],
  repairedBy: ['CreateTrail', 'StartLogging', 'UpdateTrail'],
  mitre: disableCloudLogs,
  falseAlarms: 'A new account or Region that the organization trail has not reached yet.',
  proof: 'state',
  remedy: () => ({
    words:
      'Create a multi-Region trail for this account, or include it in the organization trail, and start logging.',
    command:
      'aws cloudtrail create-trail --name main --is-multi-region-trail --enable-log-file-validation --s3-bucket-name NAME_OF_THE_BUCKET && aws cloudtrail start-logging --name main',
  }),
  judge: judgeAccount,
};
