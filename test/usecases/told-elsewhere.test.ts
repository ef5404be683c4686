import { describe, expect, it } from 'vitest';
import { memoryDirectory } from '#adapters/memory/memory-directory.ts';
import { memoryReceiptStore } from '#adapters/memory/memory-receipt-store.ts';
import { memoryReportQueue } from '#adapters/memory/memory-report-queue.ts';
import { settableClock } from '#adapters/memory/settable-clock.ts';
import { plainText } from '#domain/announcements/wording.ts';
import { composer } from '#doors/words.ts';
import type { Recipient } from '#ports/channel.ts';
import { recipientKey } from '#ports/channel.ts';
import { concludeTelling } from '#usecases/report/pending.ts';
import { everywhere, now, view } from '#test/given/incidents.ts';

const slack: Recipient = { channel: 'slack', to: '#cloudtrail' };
const jira: Recipient = { channel: 'jira', project: 'AWSSEC' };
const seen = view(everywhere());
const { id } = seen.incident;

async function world() {
  const clock = settableClock(now);
  const receipts = memoryReceiptStore();
  const asked: string[] = [];
  const queue = memoryReportQueue(clock);
  const parts = { queue, receipts, clock, onRefused: async (incident: string) => void asked.push(incident) };
  const refuse = (recipient: Recipient, why: string) =>
    concludeTelling(
      parts,
      { incident: id, destination: recipientKey(recipient), attempts: 0 },
      { kind: 'refused', why },
    );
  const compose = composer({
    config: { jira: { site: 'https://example.atlassian.net', ticketsWhenStillRecorded: false } },
    receipts,
    directory: memoryDirectory([]),
    clock,
    ownersOf: () => [slack, jira],
  });
  const notes = async (recipient: Recipient) =>
    ((await compose(seen, recipient))?.notes ?? []).map(plainText);
  return { asked, refuse, notes };
}

describe('what one channel refuses for good', () => {
  it('is said by the message in the other one, first among its remarks', async () => {
    const { refuse, notes } = await world();
    await refuse(jira, 'Jira refused the credentials (401)');
    expect((await notes(slack))[0]).toBe(
      'Jira (AWSSEC) could not be told of this: Jira refused the credentials (401)',
    );
    expect((await notes(jira)).join()).not.toContain('could not be told');
    await refuse(slack, 'Slack: the token was revoked (token_revoked)');
    expect((await notes(jira))[0]).toBe(
      'Slack (#cloudtrail) could not be told of this: Slack: the token was revoked (token_revoked)',
    );
  });

  it('has the other one told once for each reason, not at every attempt', async () => {
    const { asked, refuse } = await world();
    for (const why of ['no permission', 'no permission', 'no permission', 'the project is gone'])
      await refuse(jira, why);
    expect(asked).toEqual([id, id]);
  });
});
