import { inKeyAccount, judgeKey, keyCommand, saveKey } from '#domain/findings/of-key.ts';
import type { Rule } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';

const pending = ['PendingDeletion', 'PendingReplicaDeletion'];

/** The key that a trail encrypts with is pending deletion or deleted. */
export const keyPendingDeletion: Rule<'key-pending-deletion'> = {
  id: 'key-pending-deletion',
  harm: 'undeliverable',
  severities: ['high', 'medium'],
  title: 'The key of the trail is being deleted',
  meaning:
    'CloudTrail cannot encrypt log files, so it does not deliver them; and once the key is deleted, no log file that was encrypted with it can ever be read again, not even by AWS.',
  causedBy: ['ScheduleKeyDeletion', 'DeleteKey'],
  repairedBy: ['CancelKeyDeletion', 'UpdateTrail'],
  mitre: disableCloudLogs,
  falseAlarms:
    'A key that nothing needs any more: change the trail first, and keep the key for its old log files.',
  proof: 'state',
  remedy: (finding) => ({
    ...inKeyAccount(finding),
    words:
      finding.evidence.dueAt === undefined
        ? 'Give the trail another key: the old one is deleted, or its last day is not known. The command shows its state.'
        : 'Cancel the deletion and enable the key.',
    command:
      finding.evidence.dueAt === undefined ? keyCommand('kms describe-key', finding) : saveKey(finding),
  }),
  judge: judgeKey(({ found }) => {
    if (found.is === 'gone') return { change: 'the key is deleted' };
    if (found.is !== 'there' || !pending.includes(found.settings.state)) return undefined;
    return { change: `the key is ${found.settings.state}`, dueAt: found.settings.deletedAt };
  }),
};
