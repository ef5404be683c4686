import type { Rule } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';
import { judgeLost, updateTrail } from '#domain/findings/settings.ts';

/** A trail no longer writes digest files, so that the integrity of its log files cannot be proven. */
export const validationOff: Rule<'validation-off'> = {
  id: 'validation-off',
  harm: 'unprotected',
  severities: ['low'],
  title: 'Log file validation is off',
  meaning: 'From then on a changed or deleted log file goes unnoticed.',
  causedBy: ['UpdateTrail'],
  repairedBy: ['UpdateTrail', 'CreateTrail'],
  mitre: disableCloudLogs,
  falseAlarms: 'A setting that infrastructure code forgot to name.',
  proof: 'state',
  remedy: (finding) => ({
    words: 'Turn log file validation on again.',
    command: updateTrail(finding, {}, '--enable-log-file-validation'),
  }),
  judge: judgeLost({
    setting: 'logFileValidation',
    harm: 'unprotected',
    change: () => 'log file validation on -> off',
  }),
};
