import type { Rule } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';
import { judgeLost, updateTrail } from '#domain/findings/settings.ts';

/** A trail no longer sends its events to CloudWatch Logs. */
export const logsUnhooked: Rule<'logs-unhooked'> = {
  id: 'logs-unhooked',
  harm: 'unprotected',
  severities: ['low'],
  title: 'Events no longer go to CloudWatch Logs',
  meaning:
    'The log files still reach the bucket, but alarms and searches built on the log group see nothing.',
  causedBy: ['UpdateTrail'],
  repairedBy: ['UpdateTrail', 'CreateTrail'],
  mitre: disableCloudLogs,
  falseAlarms: 'Alarms that were moved to EventBridge or to another tool.',
  proof: 'state',
  remedy: (finding) => {
    const { logGroup, logsRole } = finding.evidence.was ?? {};
    return {
      words: `Set the log group (${logGroup ?? 'see the change'}) and the role of the trail again; both are needed in one call.`,
      command: updateTrail(finding, {
        'cloud-watch-logs-log-group-arn': logGroup,
        'cloud-watch-logs-role-arn': logsRole,
      }),
    };
  },
  judge: judgeLost({
    setting: 'logGroup',
    beside: 'logsRole',
    harm: 'unprotected',
    change: (was) => `${was} -> none`,
  }),
};
