import { describe, expect, it } from 'vitest';
import { memoryReportQueue } from '#adapters/memory/memory-report-queue.ts';
import { memoryTables } from '#adapters/memory/memory-tables.ts';
import { settableClock } from '#adapters/memory/settable-clock.ts';
import { plainText } from '#domain/announcements/wording.ts';
import type { Issue } from '#domain/issues/issue.ts';
import type { SendResult, Recipient } from '#ports/channel.ts';
import { recipientKey } from '#ports/channel.ts';
import type { ThreadDesk } from '#ports/thread-desk.ts';
import type { DeskTicket, TicketDesk } from '#ports/ticket-desk.ts';
import { memoryStores } from '#test/given/stores.ts';
import { finding, incidentId } from '#test/given/incidents.ts';
import { accountIds, everywhere, hoursAgo, morning } from '#test/given/days.ts';
import type { OwnersOf } from '#usecases/report/recipients.ts';
import { comparePlaces } from '#usecases/day/compare-places.ts';

const [team = accountIds(1)[0]!] = accountIds(1);
const i1 = incidentId('i-1');
const slack: Recipient = { channel: 'slack', to: '#team' };
const jira: Recipient = { channel: 'jira', project: 'SEC' };
const open = everywhere(team, 'i-1', { openedAt: hoursAgo(5) });
const marker = (id: string): string => `${id}-0123456789abcdef0123`;

interface Around {
  /** What Jira says of a ticket that is asked for by its key. */
  readonly ticket?: 'open' | 'done' | 'gone';
  /** What Slack says of a message; or why it does not. */
  readonly thread?: 'there' | 'gone' | Exclude<SendResult, { kind: 'done' }>;
  /** So many questions get no answer first. */
  readonly unanswered?: number;
}

async function world(
  tickets: readonly DeskTicket[],
  { ticket: stands = 'open', thread = 'there', unanswered = 0 }: Around = {},
  ownersOf: OwnersOf = () => [slack, jira],
  isTicketed = () => true,
) {
  let silent = unanswered;
  const cut: SendResult<never> = { kind: 'later', seconds: 30, why: 'the connection to Jira failed' };
  const clock = settableClock(morning);
  const queues = { slack: memoryReportQueue(clock), jira: memoryReportQueue(clock) };
  const duplicates: string[] = [];
  const asked = { lists: 0, tickets: [] as string[] };
  const desk: TicketDesk = {
    async listOpenTickets() {
      asked.lists += 1;
      return (silent -= 1) >= 0 ? cut : { kind: 'done', value: tickets };
    },
    listChangedTickets: async () => ({ kind: 'done', value: [] }),
    async readTicketState(key) {
      asked.tickets.push(key);
      return { kind: 'done', value: stands };
    },
    endInherited: async () => ({ kind: 'done', value: undefined }),
    async closeDuplicate(key, of) {
      duplicates.push(`${key} of ${of}`);
      return { kind: 'done', value: undefined };
    },
  };
  const threads: ThreadDesk = {
    readMessageState: async () => (typeof thread === 'string' ? { kind: 'done', value: thread } : thread),
  };
  const tables = memoryTables();
  const stores = await memoryStores(tables);
  const { receipts, issues: store } = stores;
  /** What a look found, as it lies in both tables. */
  const seen = async (issue: Issue) => {
    const [{ cause, openedAt } = finding()] = issue.findings.values();
    tables.incidents.set(i1, { id: i1, cause, openedAt });
    tables.living.add(i1);
    const before = await store.readRemembered(issue.account, issue.region);
    const place = { account: issue.account, region: issue.region, memory: undefined, causes: [] };
    await store.saveLook({ ...place, before, issue, changed: [...issue.findings.values()] });
  };
  const compare = async (issues: readonly Issue[]) => {
    const parts = { ...stores, desk, threads, clock, queues, ownersOf, isTicketed };
    const result = await comparePlaces(parts)({
      issues,
      preexisting: new Set(),
      names: new Map([[team, 'team']]),
    });
    const words = (kind: 'repaired' | 'mismatches' | 'untold') =>
      result[kind].map((remark) => plainText(remark.words));
    return {
      repaired: words('repaired'),
      mismatches: words('mismatches'),
      untold: words('untold'),
    };
  };
  const tell = async (destination: Recipient, ref: string) => {
    const blank = await receipts.readReceipt(i1, recipientKey(destination));
    await receipts.writeReceipt({ ...blank, shown: 'all', told: { ref, place: 'x', at: morning } });
  };
  return { compare, tell, seen, tables, queues, duplicates, receipts, asked };
}

const ours = { key: 'SEC-1', marker: marker('i-1') };

describe('comparing the table with Jira and Slack', () => {
  it('finds nothing when all is told, and has stale texts refreshed all the same', async () => {
    const { compare, tell, queues } = await world([ours]);
    await tell(slack, '1.0');
    await tell(jira, 'SEC-1');
    expect(await compare(open)).toEqual({ repaired: [], mismatches: [], untold: [] });
    expect([queues.slack.waiting.length, queues.jira.waiting.length]).toEqual([1, 1]);
  });

  it('asks Jira once for what is open, and for a ticket by itself only where it is not among that', async () => {
    for (const [tickets, single] of [
      [[ours], []],
      [[{ ...ours, key: 'SEC-9' }], ['SEC-1']],
    ] as const) {
      const { compare, tell, asked } = await world(tickets);
      await tell(slack, '1.0');
      await tell(jira, 'SEC-1');
      await compare(open);
      expect(asked).toEqual({ lists: 1, tickets: single });
    }
  });

  it('accuses nobody of not telling what is rightly not told: an owner whose account was only weakened', async () => {
    const [one, other] = accountIds(2) as [typeof team, typeof team];
    const elsewhere: Recipient = { channel: 'slack', to: '#other' };
    const { compare, tell, queues } = await world([], {}, (account) => [account === one ? slack : elsewhere]);
    await tell(slack, '1.0');
    const weaker = { openedAt: hoursAgo(5), harmful: false, weakening: true, severity: 'low' } as const;
    const issues = [...open, ...everywhere(other, 'i-1', weaker)];
    expect(await compare(issues)).toEqual({ repaired: [], mismatches: [], untold: [] });
    expect(queues.slack.waiting.map(({ report }) => report.destination)).toEqual([recipientKey(slack)]);
  });

  it('judges what is missing by the part of each owner, not by the others', async () => {
    const [one, other] = accountIds(2) as [typeof team, typeof team];
    const elsewhere: Recipient = { channel: 'slack', to: '#other' };
    const { compare } = await world([], {}, (account) => [account === one ? slack : elsewhere]);
    const over = { openedAt: hoursAgo(5), state: 'resolved', resolvedAt: hoursAgo(4) } as const;
    const { repaired } = await compare([...open, ...everywhere(other, 'i-1', over)]);
    expect(repaired).toHaveLength(1);
    expect(repaired[0]).toContain('#team');
  });

  it('has a missing message and a missing ticket made', async () => {
    const { compare } = await world([]);
    const { repaired } = await compare(open);
    expect(repaired).toHaveLength(2);
    expect(repaired[0]).toMatch(/^Slack \(#team\) had not been told of this and is told now: CRITICAL.*\.$/);
  });

  it('gives a reporter time before something counts as missing', async () => {
    const { compare } = await world([]);
    expect(await compare(everywhere(team, 'i-1', { openedAt: hoursAgo(0.1) }))).toMatchObject({
      repaired: [],
    });
  });

  it('lists a ticket that was closed by hand while logging is still off', async () => {
    const { compare, tell } = await world([], { ticket: 'done' });
    await tell(slack, '1.0');
    await tell(jira, 'SEC-1');
    expect((await compare(open)).mismatches).toEqual([
      expect.stringMatching(/^Ticket SEC-1 was closed by hand, but this is still open: CRITICAL/),
    ]);
  });

  it('trusts the ticket more than the search index', async () => {
    const { compare, tell } = await world([], { ticket: 'open' });
    await tell(slack, '1.0');
    await tell(jira, 'SEC-1');
    expect((await compare(open)).mismatches).toEqual([]);
  });

  it('closes younger duplicates', async () => {
    const { compare, tell, duplicates } = await world([{ key: 'SEC-12', marker: ours.marker }, ours]);
    await tell(slack, '1.0');
    await tell(jira, 'SEC-1');
    expect((await compare(open)).repaired).toEqual(['Ticket SEC-12 is a duplicate of SEC-1 and was closed.']);
    expect(duplicates).toEqual(['SEC-12 of SEC-1']);
  });

  it('leaves the tickets of two projects of one incident: each is told of its own accounts', async () => {
    const other: DeskTicket = { key: 'OPS-7', marker: `i-1-${'f'.repeat(20)}` };
    const { compare, tell, duplicates } = await world([ours, other]);
    await tell(slack, '1.0');
    await tell(jira, 'SEC-1');
    await tell({ channel: 'jira', project: 'OPS' }, 'OPS-7');
    expect(await compare(open)).toMatchObject({ repaired: [], mismatches: [] });
    expect(duplicates).toEqual([]);
  });

  it('goes by the receipt, not by numbers: whatever else bears the same marker is the duplicate', async () => {
    const { compare, tell, duplicates } = await world([{ key: 'LUNCH-3', marker: ours.marker }, ours]);
    await tell(slack, '1.0');
    await tell(jira, 'SEC-1');
    await compare(open);
    expect(duplicates).toEqual(['LUNCH-3 of SEC-1']);
  });

  it('leaves several tickets to a person when no receipt names one of them', async () => {
    const { compare, tell, duplicates } = await world([{ key: 'LUNCH-3', marker: ours.marker }, ours]);
    await tell(slack, '1.0');
    await tell(jira, 'SEC-412');
    expect((await compare(open)).mismatches).toEqual([
      expect.stringMatching(/^Tickets LUNCH-3, SEC-1 are about one incident/),
    ]);
    expect(duplicates).toEqual([]);
  });

  it('has a ticket made anew that somebody deleted: nothing counts as shown any more', async () => {
    const { compare, tell, receipts } = await world([], { ticket: 'gone' });
    await tell(slack, '1.0');
    await tell(jira, 'SEC-1');
    expect((await compare(open)).repaired).toEqual([
      expect.stringMatching(/^Ticket SEC-1 was gone, a new one is made: CRITICAL/),
    ]);
    expect((await receipts.readReceipt(i1, recipientKey(jira))).shown).toBeUndefined();
    expect((await receipts.readReceipt(i1, recipientKey(slack))).shown).toBe('all');
  });

  it('has a message posted anew that somebody deleted', async () => {
    const { compare, tell, receipts, queues } = await world([ours], { thread: 'gone' });
    await tell(slack, '1.0');
    await tell(jira, 'SEC-1');
    expect((await compare(open)).repaired).toEqual([
      expect.stringMatching(/^The message of this in Slack \(#team\) was gone, a new one is made: CRITICAL/),
    ]);
    expect((await receipts.readReceipt(i1, recipientKey(slack))).shown).toBeUndefined();
    expect(queues.slack.waiting).toHaveLength(1);
  });

  it('says once that Slack does not let messages be looked for, and takes nothing for gone', async () => {
    const why = 'Slack: too many calls';
    const { compare, tell, receipts } = await world([ours], { thread: { kind: 'later', seconds: 30, why } });
    await tell(slack, '1.0');
    await tell(jira, 'SEC-1');
    const { mismatches, repaired } = await compare(open);
    expect(mismatches).toEqual([`Not every message could be looked for in Slack (#team): ${why}`]);
    expect(repaired).toEqual([]);
    expect((await receipts.readReceipt(i1, recipientKey(slack))).shown).toBe('all');
  });

  it.each([
    { unanswered: 1, expected: [] },
    { unanswered: 2, expected: ['The tickets could not be compared: the connection to Jira failed'] },
  ])('asks twice before it says that it could not see: $unanswered of them lost', async (given) => {
    const { compare, tell } = await world([ours], given);
    await tell(slack, '1.0');
    await tell(jira, 'SEC-1');
    expect((await compare(open)).mismatches).toEqual(given.expected);
  });

  it('lists a ticket whose issue and incident are gone', async () => {
    const { compare } = await world([{ key: 'SEC-7', marker: marker('i-7') }]);
    expect((await compare([])).mismatches).toEqual([
      'Ticket SEC-7 tells of an issue that is no longer in the issue table.',
    ]);
  });

  it('lists a thread whose issue somebody deleted from the table, whenever that was', async () => {
    const { compare, tell, seen, tables } = await world([]);
    await seen(open[0]!);
    await tell(slack, '1.0');
    await tell(jira, 'SEC-1');
    // What began a moment ago is not in the list yet that is compared, but in the table.
    expect((await compare([])).mismatches).toEqual([]);
    tables.items.clear();
    expect((await compare([])).mismatches).toEqual([
      'The Slack thread of incident i-1 tells of an issue that is no longer in the issue table.',
    ]);
  });

  it('lists no thread of what was over when its issue went out of the table', async () => {
    const { compare, tell, seen, tables } = await world([]);
    const over = { openedAt: hoursAgo(5), state: 'resolved', resolvedAt: hoursAgo(4) } as const;
    await seen(everywhere(team, 'i-1', over)[0]!);
    await tell(slack, '1.0');
    tables.items.clear();
    expect((await compare([])).mismatches).toEqual([]);
  });

  it('says what a channel refused', async () => {
    const { compare, tell, receipts } = await world([ours]);
    await tell(jira, 'SEC-1');
    const blank = await receipts.readReceipt(i1, recipientKey(slack));
    await receipts.writeReceipt({ ...blank, refused: 'Slack: the channel is archived (is_archived)' });
    expect((await compare(open)).untold).toEqual([expect.stringContaining('is_archived')]);
  });
});
