import { describe, expect, it } from 'vitest';
import { memoryReceiptStore } from '#adapters/memory/memory-receipt-store.ts';
import { memoryReportQueue } from '#adapters/memory/memory-report-queue.ts';
import { memoryTables } from '#adapters/memory/memory-tables.ts';
import { settableClock } from '#adapters/memory/settable-clock.ts';
import { plainText } from '#domain/announcements/wording.ts';
import type { Issue } from '#domain/issues/issue.ts';
import type { Destination } from '#ports/channel.ts';
import { destinationKey } from '#ports/channel.ts';
import type { DeskTicket, TicketDesk } from '#ports/ticket-desk.ts';
import { memoryStores } from '#test/contracts/stores.ts';
import { incidentId } from '#test/domain/announcements/incidents.ts';
import { accountIds, everywhere, hoursAgo, morning } from '#test/domain/reports/days.ts';
import { comparePlaces } from '#usecases/compare-places.ts';

const [team = accountIds(1)[0]!] = accountIds(1);
const i1 = incidentId('i-1');
const slack: Destination = { channel: 'slack', to: '#team' };
const jira: Destination = { channel: 'jira', project: 'SEC' };
const open = everywhere(team, 'i-1', { openedAt: hoursAgo(5) });
const marker = (id: string): string => `${id}-0123456789abcdef0123`;

async function world(tickets: readonly DeskTicket[], stands: 'open' | 'done' | 'gone' = 'open') {
  const clock = settableClock(morning);
  const receipts = memoryReceiptStore();
  const queues = { slack: memoryReportQueue(clock), jira: memoryReportQueue(clock) };
  const duplicates: string[] = [];
  const desk: TicketDesk = {
    open: async () => ({ kind: 'done', value: tickets }),
    stands: async () => ({ kind: 'done', value: stands }),
    async closeDuplicate(key, of) {
      duplicates.push(`${key} of ${of}`);
      return { kind: 'done', value: undefined };
    },
  };
  const stores = await memoryStores(memoryTables());
  const compare = async (issues: readonly Issue[], openBefore = [i1].slice(1)) => {
    const parts = { ...stores, receipts, desk, clock, queues, destinations: async () => [slack, jira] };
    const result = await comparePlaces(parts)({
      issues,
      standing: new Set(),
      openBefore,
      names: new Map([[team, 'team']]),
    });
    const words = (kind: 'repaired' | 'mismatches' | 'untold') =>
      result[kind].map((remark) => plainText(remark.words));
    return {
      repaired: words('repaired'),
      mismatches: words('mismatches'),
      untold: words('untold'),
      open: result.open,
    };
  };
  const tell = async (destination: Destination, ref: string) => {
    const blank = await receipts.read(i1, destinationKey(destination));
    await receipts.write({ ...blank, told: { ref, place: 'x', at: morning } });
  };
  return { compare, tell, queues, duplicates, receipts };
}

const ours = { key: 'SEC-1', markers: [marker('i-1')] };

describe('comparing the table with Jira and Slack', () => {
  it('finds nothing when all is told, and has stale texts refreshed all the same', async () => {
    const { compare, tell, queues } = await world([ours]);
    await tell(slack, '1.0');
    await tell(jira, 'SEC-1');
    expect(await compare(open)).toEqual({ repaired: [], mismatches: [], untold: [], open: [i1] });
    expect([queues.slack.waiting.length, queues.jira.waiting.length]).toEqual([1, 1]);
  });

  it('has a missing message and a missing ticket made', async () => {
    const { compare } = await world([]);
    const { repaired } = await compare(open);
    expect(repaired).toHaveLength(2);
    expect(repaired[0]).toMatch(/^Slack \(#team\) had not been told of this and is told now: CRITICAL/);
  });

  it('gives a reporter time before something counts as missing', async () => {
    const { compare } = await world([]);
    expect(await compare(everywhere(team, 'i-1', { openedAt: hoursAgo(0.1) }))).toMatchObject({
      repaired: [],
    });
  });

  it('lists a ticket that was closed by hand while logging is still off', async () => {
    const { compare, tell } = await world([], 'done');
    await tell(slack, '1.0');
    await tell(jira, 'SEC-1');
    expect((await compare(open)).mismatches).toEqual([
      expect.stringMatching(/^Ticket SEC-1 was closed by hand, but this is still open: CRITICAL/),
    ]);
  });

  it('trusts the ticket more than the search index', async () => {
    const { compare, tell } = await world([], 'open');
    await tell(slack, '1.0');
    await tell(jira, 'SEC-1');
    expect((await compare(open)).mismatches).toEqual([]);
  });

  it('closes younger duplicates', async () => {
    const { compare, tell, duplicates } = await world([{ key: 'SEC-12', markers: ours.markers }, ours]);
    await tell(slack, '1.0');
    await tell(jira, 'SEC-1');
    expect((await compare(open)).repaired).toEqual(['Ticket SEC-12 is a duplicate of SEC-1 and was closed.']);
    expect(duplicates).toEqual(['SEC-12 of SEC-1']);
  });

  it('lists tickets and threads whose issue is gone from the table', async () => {
    const { compare } = await world([{ key: 'SEC-7', markers: [marker('i-7')] }]);
    const { mismatches } = await compare([], [incidentId('i-8')]);
    expect(mismatches).toEqual([
      'Ticket SEC-7 tells of an issue that is no longer in the issue table.',
      'The Slack thread of incident i-8 tells of an issue that is no longer in the issue table.',
    ]);
  });

  it('says what a channel refused', async () => {
    const { compare, tell, receipts } = await world([ours]);
    await tell(jira, 'SEC-1');
    const blank = await receipts.read(i1, destinationKey(slack));
    await receipts.write({ ...blank, refused: 'Slack: the channel is archived (is_archived)' });
    expect((await compare(open)).untold).toEqual([expect.stringContaining('is_archived')]);
  });
});
