import { judgeKey, keyCommand } from '#domain/findings/of-key.ts';
import type { Rule } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';

/** The key states in which a key cannot encrypt (KMS developer guide, "Key states"). */
const unusable = ['Disabled', 'PendingImport', 'Unavailable'];

/** The key that a trail encrypts with cannot be used. */
export const keyDisabled: Rule<'key-disabled'> = {
  id: 'key-disabled',
  harm: 'undeliverable',
  severities: ['high', 'medium'],
  title: 'The key of the trail is disabled',
  meaning:
    'CloudTrail cannot encrypt log files, so it does not deliver them, and nobody can read those that are there. It tries again for 30 days.',
  causedBy: ['DisableKey', 'DeleteImportedKeyMaterial'],
  repairedBy: ['EnableKey', 'UpdateTrail'],
  mitre: disableCloudLogs,
  falseAlarms: 'A key that is exchanged for another one on purpose: change the trail first.',
  proof: 'state',
  remedy: (finding) => ({
    words: 'Enable the key again; CloudTrail then delivers what it has kept.',
    command: keyCommand('kms enable-key', finding),
  }),
  judge: judgeKey(({ found }) =>
    found.is === 'there' && unusable.includes(found.settings.state)
      ? { change: `the key is ${found.settings.state}` }
      : undefined,
  ),
};
