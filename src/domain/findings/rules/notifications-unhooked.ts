import type { Rule } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';
import { judgeLost, updateTrail } from '#domain/findings/settings.ts';

/** A trail no longer announces its log files through SNS. */
export const notificationsUnhooked: Rule<'notifications-unhooked'> = {
  id: 'notifications-unhooked',
  harm: 'unprotected',
  severities: ['low'],
  title: 'New log files are no longer announced through SNS',
  meaning: 'The log files still reach the bucket, but tools that wait for the notice do not read them.',
  causedBy: ['UpdateTrail'],
  repairedBy: ['UpdateTrail', 'CreateTrail'],
  mitre: disableCloudLogs,
  falseAlarms: 'Tools that were moved to notifications of the bucket itself.',
  proof: 'state',
  remedy: (finding) => ({
    words: 'Set the topic of the trail again.',
    command: updateTrail(finding, { 'sns-topic-name': finding.evidence.was?.topic }),
  }),
  judge: judgeLost({
    setting: 'topic',
    harm: 'unprotected',
    change: (was) => `${was} -> none`,
  }),
};
