import type { Rule } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';
import { judgeLost } from '#domain/findings/settings.ts';

/** A trail no longer sends its events to CloudWatch Logs. */
export const logsUnhooked: Rule<'logs-unhooked'> = {
  id: 'logs-unhooked',
  harm: 'unprotected',
  title: 'Events no longer go to CloudWatch Logs',
  meaning:
    'The log files still reach the bucket, but alarms and searches built on the log group see nothing.',
  causedBy: ['UpdateTrail'],
  repairedBy: ['UpdateTrail', 'CreateTrail'],
  mitre: disableCloudLogs,
  falseAlarms: 'Alarms that were moved to EventBridge or to another tool.',
  proof: 'state',
  remedy: ({ evidence }) => ({
    words: `Set the log group (${evidence.was?.logGroup ?? 'see the change'}) and the role of the trail again with UpdateTrail; both are needed in one call.`,
  }),
  judge: judgeLost({
    rule: 'logs-unhooked',
    setting: 'logGroup',
    harm: 'unprotected',
    change: (was) => `${was} -> none`,
  }),
};
