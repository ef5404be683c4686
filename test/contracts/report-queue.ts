import { expect, it } from 'vitest';
import type { PendingReport, ReportQueue } from '#ports/follow-ups.ts';
import { incidentId, later, noon } from '#test/given/shop.ts';

/** A reporter's queue, and what only a test does with it. */
export interface QueueUnderTest {
  readonly queue: ReportQueue;
  pass(seconds: number): void;
  /** Takes out what is due. */
  receive(): Promise<readonly PendingReport[]>;
  deadLetters(): Promise<readonly { report: PendingReport; why: string }[]>;
}

const report: PendingReport = { incident: incidentId('i-1'), destination: 'slack|#security', attempts: 0 };

/** What every report queue promises. */
export function reportQueueContract(open: () => Promise<QueueUnderTest>): void {
  it('serves a report when it is due, whole, and not before', async () => {
    const { queue, pass, receive } = await open();
    const failing = { ...report, attempts: 3, firstFailureAt: noon, notBefore: later(noon, 5000) };
    await queue.sendLater(failing, 30);
    pass(29);
    expect(await receive()).toEqual([]);
    pass(1);
    expect(await receive()).toEqual([failing]);
    expect(await receive()).toEqual([]);
  });

  it('serves at once what waits no time, or less', async () => {
    const { queue, receive } = await open();
    await queue.sendLater(report, 0);
    await queue.sendLater({ ...report, attempts: 1 }, -5);
    const all = [...(await receive()), ...(await receive())];
    expect(all.map(({ attempts }) => attempts).sort()).toEqual([0, 1]);
  });

  it('rounds up parts of seconds, and holds back for 900 at the most, whoever has to wait longer', async () => {
    const { queue, pass, receive } = await open();
    await queue.sendLater(report, 0.2);
    expect(await receive()).toEqual([]);
    pass(1);
    expect(await receive()).toEqual([report]);
    await queue.sendLater(report, 5000);
    pass(899);
    expect(await receive()).toEqual([]);
    pass(1);
    expect(await receive()).toEqual([report]);
  });

  it('keeps what is given up with the reason, for a person', async () => {
    const { queue, receive, deadLetters } = await open();
    await queue.giveUp(report, 'the bot is not in the channel');
    expect(await receive()).toEqual([]);
    expect(await deadLetters()).toEqual([{ report, why: 'the bot is not in the channel' }]);
  });
}
