import { describe, expect, it } from 'vitest';
import { memoryAcceptances } from '#adapters/memory/memory-acceptances.ts';
import { memoryBaseline } from '#adapters/memory/memory-baseline.ts';
import { memoryDirectory } from '#adapters/memory/memory-directory.ts';
import { memoryDestinations } from '#adapters/memory/memory-log-destinations.ts';
import { memoryReceiptStore } from '#adapters/memory/memory-receipt-store.ts';
import { memorySweepLog } from '#adapters/memory/memory-sweep-log.ts';
import { memoryTables } from '#adapters/memory/memory-tables.ts';
import { settableClock } from '#adapters/memory/settable-clock.ts';
import type { Acceptance } from '#domain/issues/acceptance.ts';
import type { Issue } from '#domain/issues/issue.ts';
import type { Instant } from '#domain/values/instant.ts';
import { plusSeconds } from '#domain/values/instant.ts';
import { accountIds, bucketOf, hoursAgo, issue, morning, outcome, sweep } from '#test/given/days.ts';
import { finding, incidentId, region } from '#test/given/incidents.ts';
import type { GatherParts } from '#usecases/day/gather-day.ts';
import { gatherDay, lastSweep } from '#usecases/day/gather-day.ts';

const [first, second] = accountIds(2) as [
  ReturnType<typeof accountIds>[number],
  ReturnType<typeof accountIds>[number],
];
const here = region('eu-west-1');
const [i1, i2] = [incidentId('i-1'), incidentId('i-2')];
const week = 7 * 24;

/** The stores of a morning, and the facts that are read from them. */
function world(issues: readonly Issue[] = [], changes: Partial<GatherParts> = {}) {
  const clock = settableClock(morning);
  const tables = memoryTables();
  const sweeps = memorySweepLog();
  const receipts = memoryReceiptStore();
  const acceptances = memoryAcceptances();
  const baseline = memoryBaseline(tables);
  const parts: GatherParts = {
    directory: memoryDirectory([
      [first, 'one'],
      [second, 'two'],
    ]),
    sweeps,
    destinations: memoryDestinations(),
    all: {
      async *listIssues() {
        yield* issues;
      },
    },
    receipts,
    baseline,
    deadLetters: { listFilledQueues: async () => [] },
    selfCheck: async (of) => ({
      selfCheck: [],
      foremost: of === undefined ? [] : [{ accounts: of.sweep.accounts, words: [] }],
    }),
    exemptions: [],
    acceptances,
    ownerOf: () => undefined,
    jiraSite: 'https://example.atlassian.net',
    clock,
    enabled: true,
    ...changes,
  };
  return {
    clock,
    tables,
    sweeps,
    receipts,
    acceptances,
    baseline,
    parts,
    gather: () => gatherDay(parts)(hoursAgo(24)),
  };
}

const closedAt = (at: Instant): Issue => issue(first, here, finding({ closed: { at, because: 'healthy' } }));
const of = (incident: typeof i1): Issue => issue(first, here, finding({ incident }));
const ticket = (incident: typeof i1, ref: string) => ({
  incident,
  destination: 'jira|SEC',
  version: 0,
  said: [],
  told: { ref, place: 'SEC', at: morning },
});

describe('the facts of a day', () => {
  it.each([
    ['a week ago', hoursAgo(week), true],
    ['yesterday', hoursAgo(24), true],
    ['a second longer ago', plusSeconds(hoursAgo(week), -1), false],
  ])('hold what was closed %s: %s', async (_, at, isListed) => {
    const one = closedAt(at);
    expect((await world([one]).gather()).issues).toEqual(isListed ? [one] : []);
  });

  it('hold every issue that is not closed, however old', async () => {
    const old = issue(first, here, finding({ openedAt: hoursAgo(50 * week) }));
    expect((await world([old]).gather()).issues).toEqual([old]);
  });

  it('leave out what bears the status closed without a time, as rows of the playbook do', async () => {
    const one = { ...of(i1), status: 'closed' as const };
    expect((await world([one]).gather()).issues).toEqual([]);
  });

  it('name the incidents that stood before, until they are accepted', async () => {
    const { gather, tables, baseline } = world([of(i1), issue(second, here, finding({ incident: i2 }))]);
    const { cause } = finding();
    tables.incidents.set(i1, { id: i1, cause, openedAt: morning, preexisting: true });
    tables.incidents.set(i2, { id: i2, cause, openedAt: morning });
    expect((await gather()).preexisting).toEqual(new Set([i1]));
    await baseline.acceptBaseline(morning);
    expect((await gather()).preexisting).toEqual(new Set());
  });

  it('link the ticket of each incident that has one', async () => {
    const { gather, receipts } = world([of(i1), issue(second, here, finding({ incident: i2 }))]);
    await receipts.writeReceipt(ticket(i1, 'SEC-7'));
    const url = 'https://example.atlassian.net/browse/SEC-7';
    expect((await gather()).tickets).toEqual(new Map([[i1, expect.objectContaining({ key: 'SEC-7', url })]]));
  });

  it('name the owners of the accounts that have one', async () => {
    const { gather } = world([], { ownerOf: (account) => (account === second ? 'Team Two' : undefined) });
    const { owners, names } = await gather();
    expect(owners).toEqual(new Map([[second, 'Team Two']]));
    expect([...names.values()]).toEqual(['one', 'two']);
  });

  it('hold exemptions of the whitelist and what people accepted, each until its end', async () => {
    const whitelisted = { accountId: second, reason: 'It moves.' };
    const { gather, acceptances, clock } = world([], { exemptions: [whitelisted] });
    const until = plusSeconds(morning, 60);
    const accepted: Acceptance = {
      accountId: first,
      incident: i1,
      findings: [{ rule: 'logging-stopped', subject: '-', regions: [here] }],
      reason: 'It is replaced.',
      owner: 'jane',
      until,
      at: hoursAgo(1),
      by: 'jane',
    };
    await acceptances.keepAcceptance(accepted);
    const reasons = async () => (await gather()).exemptions.map(({ reason }) => reason);
    expect(await reasons()).toEqual(['It moves.', 'It is replaced.']);
    clock.pass(60);
    expect(await reasons()).toEqual(['It moves.']);
  });

  it('are of the last sweep, with what became of its inspections', async () => {
    const { gather, sweeps, parts } = world();
    expect(await lastSweep(parts)).toBeUndefined();
    expect(await gather()).toMatchObject({ sweep: undefined, destinations: [], foremost: [] });
    const { id } = await sweeps.beginSweep(sweep([first, second]));
    await sweeps.noteOutcome(id, outcome(first));
    const facts = await gather();
    expect(facts.sweep).toMatchObject({ read: 1, missing: [second] });
    expect(facts.destinations).toMatchObject([{ ...bucketOf(first), accounts: [first] }]);
    expect(facts.foremost).toEqual([{ accounts: [first, second], words: [] }]);
  });

  it('are those since the time that is asked for, as they are now', async () => {
    const { gather } = world([], { enabled: false });
    expect(await gather()).toMatchObject({
      now: morning,
      since: hoursAgo(24),
      enabled: false,
      deadLetters: [],
    });
  });
});
