import { expect, it } from 'vitest';
import type { Receipt } from '#ports/receipt-store.ts';
import { incidentId, later, noon } from '#test/given/shop.ts';
import type { Stores } from '#test/given/stores.ts';

const id = incidentId('i-1');
const place = 'slack|#security';

/** What every receipt store promises. */
export function receiptStoreContract(open: () => Promise<Stores>): void {
  it('gives a blank receipt of version 0 where nothing was told', async () => {
    const { receipts } = await open();
    expect(await receipts.readReceipt(id, place)).toEqual({
      incident: id,
      destination: place,
      version: 0,
      said: [],
    });
    expect(await receipts.listReceipts(id)).toEqual([]);
  });

  it('gives back everything that was written, counting the writes', async () => {
    const { receipts } = await open();
    const full: Receipt = {
      ...(await receipts.readReceipt(id, place)),
      told: { ref: '1700000000.000100', place: 'C1', at: noon, notes: ['no such assignee'] },
      shown: 'abc',
      said: ['severity-high'],
      intent: { what: 'resolved@12', at: noon },
      finished: true,
      leftOpen: true,
      noted: true,
      refused: 'channel_not_found',
    };
    expect(await receipts.writeReceipt(full)).toEqual({ ...full, version: 1 });
    expect(await receipts.readReceipt(id, place)).toEqual({ ...full, version: 1 });
  });

  it('forgets what the next write leaves out', async () => {
    const { receipts } = await open();
    const first = await receipts.readReceipt(id, place);
    const claimed = await receipts.writeReceipt({
      ...first,
      intent: { what: 'open', at: noon },
      shown: 'abc',
    });
    if (claimed === 'stale') throw new Error('nobody else was writing');
    await receipts.writeReceipt({ ...claimed, intent: undefined, shown: undefined });
    expect(await receipts.readReceipt(id, place)).toEqual({ ...first, version: 2 });
  });

  it('takes one of many writes over the same version', async () => {
    const { receipts } = await open();
    const blank = await receipts.readReceipt(id, place);
    const write = (shown: string, over: Receipt) => receipts.writeReceipt({ ...over, shown });
    for (const over of [blank, { ...blank, version: 1 }]) {
      const outcomes = await Promise.all(['a', 'b', 'c', 'd'].map((shown) => write(shown, over)));
      const taken = outcomes.filter((outcome) => outcome !== 'stale');
      expect(taken).toHaveLength(1);
      expect((await receipts.readReceipt(id, place)).shown).toBe(taken[0]?.shown);
    }
  });

  it('keeps the places of one incident apart, and those of other incidents', async () => {
    const { receipts } = await open();
    await receipts.writeReceipt({ ...(await receipts.readReceipt(id, place)), shown: 'a' });
    await receipts.writeReceipt({ ...(await receipts.readReceipt(id, 'jira|SEC||')), shown: 'b' });
    await receipts.writeReceipt({ ...(await receipts.readReceipt(incidentId('i-10'), place)), shown: 'c' });
    const all = await receipts.listReceipts(id);
    expect(all.map(({ destination, shown }) => `${destination} ${shown}`).sort()).toEqual([
      'jira|SEC|| b',
      `${place} a`,
    ]);
  });

  it('marks a pending message beside what the reporter writes: neither disturbs the other', async () => {
    const { receipts } = await open();
    const blank = await receipts.readReceipt(id, place);
    await receipts.markPending(id, place, later(noon, 30));
    expect(await receipts.readReceipt(id, place)).toMatchObject({ version: 0, pendingDue: later(noon, 30) });
    const written = await receipts.writeReceipt({ ...blank, shown: 'abc' });
    expect(written).not.toBe('stale');
    expect(await receipts.readReceipt(id, place)).toMatchObject({ version: 1, pendingDue: later(noon, 30) });
    await receipts.markServed(id, place, later(noon, 31));
    const served = await receipts.readReceipt(id, place);
    expect(served).toMatchObject({ version: 1, shown: 'abc', served: later(noon, 31) });
    expect(served.pendingDue).toBeUndefined();
  });

  it('keeps to whom a ticket is assigned beside what the reporter writes, while a ticket is known', async () => {
    const { receipts } = await open();
    const ticket = 'jira|SEC||';
    await receipts.noteAssignee(id, ticket, 'Jane Doe');
    const blank = await receipts.readReceipt(id, ticket);
    expect(blank).toMatchObject({ version: 0, said: [] });
    expect(blank.assignee).toBeUndefined();
    const told = { ref: 'SEC-1', place: 'SEC', at: noon };
    const first = await receipts.writeReceipt({ ...blank, told });
    await receipts.noteAssignee(id, ticket, 'Jane Doe');
    await receipts.markPending(id, ticket, later(noon, 30));
    if (first === 'stale') throw new Error('nobody else was writing');
    const second = await receipts.writeReceipt({ ...first, shown: 'abc' });
    expect(second).not.toBe('stale');
    expect(await receipts.readReceipt(id, ticket)).toMatchObject({
      version: 2,
      shown: 'abc',
      assignee: 'Jane Doe',
      pendingDue: later(noon, 30),
    });
    await receipts.markServed(id, ticket, later(noon, 31));
    expect((await receipts.readReceipt(id, ticket)).assignee).toBe('Jane Doe');
    await receipts.noteAssignee(id, ticket, undefined);
    expect((await receipts.readReceipt(id, ticket)).assignee).toBeUndefined();
  });

  it.each([
    ['does not mark a message that was served before its mark came', 30, undefined],
    ['does not mark a message that was served when it was due', 31, undefined],
    ['marks a message that is due after the last one was served', 32, 32],
  ])('%s', async (_, due, pending) => {
    const { receipts } = await open();
    await receipts.markServed(id, place, later(noon, 31));
    await receipts.markPending(id, place, later(noon, due));
    const expected = pending === undefined ? undefined : later(noon, pending);
    expect((await receipts.readReceipt(id, place)).pendingDue).toBe(expected);
  });
}
