import { inKeyAccount, judgeKey, keyCommand } from '#domain/findings/of-key.ts';
import type { Rule } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';

/** The key states in which a key cannot encrypt (KMS developer guide, "Key states"). */
const unusable = ['Disabled', 'PendingImport', 'Unavailable'];

const stateWords = (state: string): string => `the key is ${state}`;

const repairs: Readonly<Record<string, string>> = {
  [stateWords('PendingImport')]: 'Import the key material again: it expired or was deleted',
  [stateWords('Unavailable')]: 'Connect the custom key store of the key again',
};

/** The key that a trail encrypts with cannot be used. */
export const keyDisabled: Rule<'key-disabled'> = {
  id: 'key-disabled',
  harm: 'undeliverable',
  severities: ['high', 'medium'],
  title: 'The key of the trail is disabled',
  meaning:
    'CloudTrail cannot encrypt log files, so it does not deliver them, and those that are there cannot be read. It tries again for 30 days.',
  causedBy: [
    'DisableKey',
    'CancelKeyDeletion',
    'DeleteImportedKeyMaterial',
    'DeleteExpiredKeyMaterial',
    'DisconnectCustomKeyStore',
    'DeleteCustomKeyStore',
    'UpdateCustomKeyStore',
  ],
  repairedBy: ['EnableKey', 'ImportKeyMaterial', 'ConnectCustomKeyStore', 'UpdateTrail'],
  mitre: disableCloudLogs,
  falseAlarms: 'A key that is exchanged for another one on purpose: change the trail first.',
  proof: 'state',
  remedy: (finding) => ({
    ...inKeyAccount(finding),
    words: `${repairs[finding.evidence.change ?? ''] ?? 'Enable the key again'}; CloudTrail then delivers what it has kept.`,
    command: keyCommand(
      finding.evidence.change === stateWords('Disabled') ? 'kms enable-key' : 'kms describe-key',
      finding,
    ),
  }),
  judge: judgeKey(({ found }) =>
    found.is === 'there' && unusable.includes(found.settings.state)
      ? { change: stateWords(found.settings.state) }
      : undefined,
  ),
};
