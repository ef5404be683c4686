import type { Rule } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';
import { judgeLost, updateTrail } from '#domain/findings/settings.ts';

/** A trail's log files are no longer encrypted with a KMS key. */
export const encryptionRemoved: Rule<'encryption-removed'> = {
  id: 'encryption-removed',
  harm: 'unprotected',
  severities: ['low'],
  title: 'Log files are no longer encrypted with a KMS key',
  meaning: 'New log files have the encryption of S3 only: every reader of the bucket can read them.',
  causedBy: ['UpdateTrail'],
  repairedBy: ['UpdateTrail', 'CreateTrail'],
  mitre: disableCloudLogs,
  falseAlarms: 'A bucket that encrypts with a key by default, so that the trail needs none.',
  proof: 'state',
  remedy: (finding) => ({
    words: 'Encrypt the log files with the former key again.',
    command: updateTrail(finding, { 'kms-key-id': finding.evidence.was?.kmsKey }),
  }),
  judge: judgeLost({
    setting: 'kmsKey',
    harm: 'unprotected',
    change: (was) => `${was} -> none`,
  }),
};
