import { describe, expect, it } from 'vitest';
import { memoryReceiptStore } from '#adapters/memory/memory-receipt-store.ts';
import { memoryReportQueue } from '#adapters/memory/memory-report-queue.ts';
import { settableClock } from '#adapters/memory/settable-clock.ts';
import type { PendingReport } from '#ports/follow-ups.ts';
import type { Receipt } from '#ports/receipt-store.ts';
import { claimsIn } from '#usecases/report/claims.ts';
import type { PendingForRecipient } from '#usecases/report/pending.ts';
import { concludeTelling, isEarly, isOvertaken, isPending, putOff } from '#usecases/report/pending.ts';
import type { TellOutcome } from '#usecases/report/tell-outcome.ts';
import { incidentId, later, noon } from '#test/given/shop.ts';

const destination = 'slack|#security';
const report: PendingForRecipient = { incident: incidentId('i-1'), destination, attempts: 0 };
const busy: TellOutcome = { kind: 'later', seconds: 1, why: 'rate limited', failure: true };
const more: TellOutcome = { kind: 'later', seconds: 7, why: 'there is more to say', failure: false };
const refused: TellOutcome = { kind: 'refused', why: 'channel_not_found' };
const day = 24 * 3600;

function world() {
  const clock = settableClock(noon);
  const refusedIncidents: string[] = [];
  const parts = {
    clock,
    queue: memoryReportQueue(clock),
    receipts: memoryReceiptStore(),
    onRefused: async (incident: string) => void refusedIncidents.push(incident),
  };
  const conclude = async (outcome: TellOutcome, changes: Partial<PendingReport> = {}) => {
    await concludeTelling(parts, { ...report, ...changes, destination }, outcome);
    const { waiting, deadLetters } = parts.queue;
    const last = waiting.at(-1);
    return {
      waits: last && (last.due - clock.now()) / 1000,
      report: last?.report,
      letters: deadLetters.map(({ why }) => why),
    };
  };
  return { clock, parts, conclude, refusedIncidents };
}

describe('after a telling', () => {
  it('that was done nothing waits', async () => {
    expect(await world().conclude({ kind: 'told' })).toMatchObject({ waits: undefined, letters: [] });
  });

  it('that goes on, the next waits as long as asked, and counts no attempt', async () => {
    const { waits, report: next } = await world().conclude(more, { attempts: 3 });
    expect(waits).toBe(7);
    expect(next).toMatchObject({ attempts: 3, firstFailureAt: undefined, notBefore: undefined });
  });

  it.each([
    [0, 2],
    [1, 4],
    [7, 256],
    [8, 300],
    [20, 300],
  ])('that failed for the time after %i, it is tried again after %i s', async (attempts, seconds) => {
    const { waits, report: next } = await world().conclude(busy, { attempts });
    expect(waits).toBe(seconds);
    expect(next).toMatchObject({ attempts: attempts + 1, firstFailureAt: noon });
  });

  it('that failed it waits as long as the channel asks, and keeps the time of the first failure', async () => {
    const slow = { ...busy, seconds: 500 } as TellOutcome;
    const { waits, report: next } = await world().conclude(slow, { firstFailureAt: later(noon, -60) });
    expect(waits).toBe(500);
    expect(next?.firstFailureAt).toBe(later(noon, -60));
    const never = { ...busy, seconds: 9 * day } as TellOutcome;
    const held = await world().conclude(never);
    expect(held.report?.due).toBe(later(noon, day));
    expect(held.report?.notBefore).toBe(later(noon, day));
  });

  it.each([
    [0, 60],
    [5, 64],
    [9, 900],
    [20, 900],
  ])('that was refused for the time after %i, it is tried again after %i s', async (attempts, seconds) => {
    const { waits, letters } = await world().conclude(refused, { attempts });
    expect(waits).toBe(seconds);
    expect(letters).toEqual(['channel_not_found']);
  });

  it('that was refused there is one letter for each reason, and the other channel is asked to say so', async () => {
    const { conclude, refusedIncidents, parts } = world();
    await conclude(refused);
    await conclude(refused);
    expect(refusedIncidents).toEqual(['i-1']);
    expect((await parts.receipts.readReceipt(report.incident, destination)).refused).toBe(
      'channel_not_found',
    );
    const { letters } = await conclude({ ...refused, why: 'is_archived' });
    expect(letters).toEqual(['channel_not_found', 'is_archived']);
  });

  it('that was refused after its letter was sent back there is another letter, and then none for each attempt', async () => {
    const { conclude } = world();
    await conclude(refused);
    const sentBack = await conclude(refused, { why: 'channel_not_found' });
    expect(sentBack.letters).toEqual(['channel_not_found', 'channel_not_found']);
    expect(sentBack.report?.why).toBeUndefined();
    expect((await conclude(refused, sentBack.report)).letters).toHaveLength(2);
  });

  it('that fails for the time after its letter was sent back, a refusal later on still has its letter', async () => {
    const { conclude } = world();
    await conclude(refused);
    const { report: next } = await conclude(busy, { why: 'channel_not_found' });
    expect((await conclude(refused, next)).letters).toEqual(['channel_not_found', 'channel_not_found']);
  });

  it('that is given up, its letter is tried for a day anew when it is sent back', async () => {
    const { parts, conclude } = world();
    await conclude(busy, { firstFailureAt: later(noon, -day), attempts: 40, due: noon, notBefore: noon });
    const [letter] = parts.queue.deadLetters;
    const { waits, letters } = await conclude(busy, { ...letter?.report, why: letter?.why });
    expect(waits).toBe(2);
    expect(letters).toHaveLength(1);
  });

  it('that has failed for a day it is given up, with a letter unless there is one already', async () => {
    const begun = { firstFailureAt: later(noon, -day) };
    const given = await world().conclude(busy, begun);
    expect(given).toMatchObject({ waits: undefined });
    expect(given.letters).toEqual(['Tried for 24 hours. The last answer was: rate limited']);
    const almost = await world().conclude(busy, { firstFailureAt: later(noon, 1 - day) });
    expect(almost.letters).toEqual([]);
    const again = await world().conclude(refused, begun);
    expect(again).toMatchObject({ waits: undefined, letters: ['channel_not_found'] });
  });
});

describe('a report that waits', () => {
  it('longer than a queue can says so, and is put off again when it comes too early', async () => {
    const { parts, clock } = world();
    await putOff(parts, report, 900);
    expect(parts.queue.waiting.at(-1)?.report.notBefore).toBeUndefined();
    await putOff(parts, report, 901);
    expect(parts.queue.waiting.at(-1)?.report.notBefore).toBe(later(noon, 901));
    expect(await isEarly(parts, { ...report, notBefore: later(noon, 1) })).toBe(true);
    expect(await isEarly(parts, { ...report, notBefore: noon })).toBe(false);
    expect(await isEarly(parts, report)).toBe(false);
    expect((await parts.receipts.readReceipt(report.incident, destination)).pendingDue).toBe(
      later(noon, 901),
    );
    clock.pass(1);
  });

  it('is overtaken by one that is due later and still to come', async () => {
    const { parts, clock } = world();
    await parts.receipts.markPending(report.incident, destination, later(noon, 30));
    const isAfter = (seconds: number) => isOvertaken(parts, { ...report, due: later(noon, seconds) });
    expect([await isAfter(29), await isAfter(30), await isAfter(31)]).toEqual([true, false, false]);
    expect(await isOvertaken(parts, report)).toBe(false);
    expect(await isOvertaken(parts, { incident: report.incident, attempts: 0, due: noon })).toBe(false);
    clock.pass(30);
    expect(await isAfter(29)).toBe(false);
  });

  it('counts as lost a minute after its time', () => {
    const receipt = { pendingDue: noon } as Receipt;
    expect(isPending(receipt, later(noon, 59))).toBe(true);
    expect(isPending(receipt, later(noon, 60))).toBe(false);
    expect(isPending({} as Receipt, noon)).toBe(false);
  });
});

describe('a claim', () => {
  it('is held for half a minute, as long as a reporter may run', async () => {
    const { parts, clock } = world();
    const claims = claimsIn(parts, more);
    const step = await claims.claim(await parts.receipts.readReceipt(report.incident, destination), 'open');
    if (!('receipt' in step) || !step.receipt.intent) throw new Error('it is claimed');
    expect(step.receipt.intent).toEqual({ what: 'open', at: noon });
    clock.pass(29.999);
    expect(claims.isHeld(step.receipt.intent)).toBe(true);
    clock.pass(0.001);
    expect(claims.isHeld(step.receipt.intent)).toBe(false);
    const stale = await claims.claim({ ...step.receipt, version: 0 }, 'open');
    expect(stale).toEqual({ end: more });
    const told = claims.withTold(step.receipt, { ref: '1', place: 'C' });
    expect(told).toMatchObject({ told: { ref: '1', place: 'C', at: clock.now() }, intent: undefined });
  });
});
