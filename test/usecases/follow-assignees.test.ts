import { describe, expect, it } from 'vitest';
import { announcementOf } from '#domain/announcements/announcement-of.ts';
import { renderMessage } from '#adapters/slack/render.ts';
import { memoryReportQueue } from '#adapters/memory/memory-report-queue.ts';
import { memoryReceiptStore } from '#adapters/memory/memory-receipt-store.ts';
import { settableClock } from '#adapters/memory/settable-clock.ts';
import type { SendResult } from '#ports/channel.ts';
import type { AssignedTicket } from '#ports/ticket-desk.ts';
import { everywhere, names, now, view } from '#test/given/incidents.ts';
import { incidentId, noon } from '#test/given/shop.ts';
import { mortal } from '#test/given/telling-world.ts';
import { alsoFollowing, followAssignees } from '#usecases/day/follow-assignees.ts';
import { ticketOf } from '#usecases/report/ticket-of.ts';

const i1 = incidentId('i-1');
const sec = 'jira|SEC||';
const ticket = (changes: Partial<AssignedTicket> = {}): AssignedTicket => ({
  key: 'SEC-1',
  marker: 'i-1-ab12',
  assignee: 'Jane Doe',
  ...changes,
});

/** A ticket that its receipt names, and what Jira answers when it is asked for changed tickets. */
async function world(finished = false) {
  const clock = settableClock(noon);
  const receipts = memoryReceiptStore();
  const slack = memoryReportQueue(clock);
  const told = { ref: 'SEC-1', place: 'SEC', at: noon };
  await receipts.writeReceipt({ incident: i1, destination: sec, version: 0, said: [], told, finished });
  const run = (answer: SendResult<readonly AssignedTicket[]>) =>
    followAssignees({ desk: { listChangedTickets: async () => answer }, receipts, slack })();
  const runWith = (...value: readonly AssignedTicket[]) => run({ kind: 'done', value });
  const assignee = async () => (await receipts.readReceipt(i1, sec)).assignee;
  return { receipts, slack, run, runWith, assignee };
}

describe('to whom a ticket is assigned', () => {
  it('is read, stored, and has the message edited once', async () => {
    const { slack, runWith, assignee } = await world();
    expect(await runWith(ticket())).toEqual({ changed: 1 });
    expect(await assignee()).toBe('Jane Doe');
    expect(await runWith(ticket())).toEqual({ changed: 0 });
    expect(slack.waiting.map(({ report }) => report)).toEqual([{ incident: i1, attempts: 0 }]);
  });

  it('is read again when another person takes it, and when it is handed back', async () => {
    const { slack, runWith, assignee } = await world();
    for (const name of ['Jane Doe', 'Sam Smith', undefined]) {
      await runWith(ticket({ assignee: name }));
      expect(await assignee()).toBe(name);
    }
    expect(slack.waiting).toHaveLength(3);
  });

  it.each([
    ['of an incident that is over', true, ticket()],
    ['that no receipt names', false, ticket({ key: 'SEC-2' })],
    ['of another incident', false, ticket({ marker: 'i-2-ab12' })],
    ['of a test alert', false, ticket({ marker: 'test-0123456789-ab12' })],
    ['whose marker is none', false, ticket({ marker: 'Not One!' })],
    ['of no one', false, ticket({ assignee: undefined })],
    ['of a name that cannot be seen', false, ticket({ assignee: '\u200b\u202e ' })],
  ])('changes nothing for a ticket %s', async (_, finished, given) => {
    const { slack, runWith, assignee } = await world(finished);
    expect(await runWith(given)).toEqual({ changed: 0 });
    expect(await assignee()).toBeUndefined();
    expect(slack.waiting).toEqual([]);
  });

  it('is that of the ticket, and of no message in Slack that is called alike', async () => {
    const { receipts, slack, runWith } = await world();
    const told = { ref: 'SEC-2', place: 'C1', at: noon };
    await receipts.writeReceipt({ incident: i1, destination: 'slack|C1', version: 0, said: [], told });
    expect(await runWith(ticket({ key: 'SEC-2' }))).toEqual({ changed: 0 });
    expect((await receipts.readReceipt(i1, 'slack|C1')).assignee).toBeUndefined();
    expect(slack.waiting).toEqual([]);
  });

  it('is left for the next run when Jira does not answer', async () => {
    const { run, slack } = await world();
    const why = 'Jira did not answer in time';
    expect(await run({ kind: 'later', seconds: 30, why })).toEqual({ changed: 0, unread: why });
    expect(slack.waiting).toEqual([]);
  });

  it('is not read where people are not told through both', async () => {
    const { receipts, slack } = await world();
    expect(await followAssignees({ desk: undefined, receipts, slack })()).toEqual({ changed: 0 });
  });

  it.each(['before', 'after'] as const)(
    'reaches the message when a run dies %s any of its calls',
    async (when) => {
      for (let at = 0; at < 4; at += 1) {
        const { receipts, slack, assignee } = await world();
        const desk = { listChangedTickets: async () => ({ kind: 'done' as const, value: [ticket()] }) };
        const dying = mortal({ desk, receipts, slack }, { at, when });
        await followAssignees(dying.parts)().catch(() => undefined);
        await followAssignees({ desk, receipts, slack })();
        expect(await assignee()).toBe('Jane Doe');
        expect(slack.waiting.length).toBeGreaterThanOrEqual(1);
        expect(slack.waiting.length).toBeLessThanOrEqual(2);
      }
    },
  );
});

describe('the message in Slack', () => {
  const shown = async (name: string) => {
    const { receipts, runWith } = await world();
    await runWith(ticket({ assignee: name }));
    const link = ticketOf(await receipts.listReceipts(i1), 'https://example.atlassian.net');
    const announcement = announcementOf(view(everywhere()), { accounts: names, now, ticket: link });
    return { announcement, text: JSON.stringify(renderMessage(announcement).blocks) };
  };

  it('names the person beside the ticket, and says nothing of it in the thread', async () => {
    const { announcement, text } = await shown('Jane Doe');
    expect(text).toContain('"Ticket SEC-1, assigned to Jane Doe"');
    const before = announcementOf(view(everywhere()), { accounts: names, now });
    expect(announcement.milestones).toEqual(before.milestones);
  });

  it('shows a name as text, in one line and cut, whatever a person calls himself in Jira', async () => {
    const { text } = await shown(`<!channel> *Jane*\n<https://evil.example|Click>${'x'.repeat(5000)}`);
    expect(text).toContain('"text":"Ticket SEC-1, assigned to <!channel> *Jane* <https://evil.example');
    expect(text).toContain('"url":"https://example.atlassian.net/browse/SEC-1"');
    expect(text).not.toContain('x'.repeat(41));
    // Slack reads markup in mrkdwn alone.
    expect(text).not.toMatch(/"type":"mrkdwn"[^}]*evil/);
  });
});

describe('the daily function', () => {
  it('follows assignees every five minutes, after its own work, and not with the daily run', async () => {
    const done: string[] = [];
    const run = alsoFollowing(
      async ({ task }: { task?: string }) => void done.push(task ?? 'day'),
      async () => (done.push('assignees'), { changed: 0 }),
    );
    await run({});
    await run({ task: 'go-on' });
    expect(done).toEqual(['day', 'go-on', 'assignees']);
  });
});
