import { describe, expect, it } from 'vitest';
import { memoryReceiptStore } from '#adapters/memory/memory-receipt-store.ts';
import { memoryReportChannel } from '#adapters/memory/memory-report-channel.ts';
import { memoryReportQueue } from '#adapters/memory/memory-report-queue.ts';
import { memoryRoundLog } from '#adapters/memory/memory-round-log.ts';
import { memoryTables } from '#adapters/memory/memory-tables.ts';
import { settableClock } from '#adapters/memory/settable-clock.ts';
import { overMilestones } from '#domain/announcements/over-milestones.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import { digest } from '#doors/words.ts';
import type { Comparison } from '#ports/round-log.ts';
import { memoryStores } from '#test/given/stores.ts';
import { accountIds, badDay, morning } from '#test/given/days.ts';
import type { DayParts } from '#usecases/day/report-day.ts';
import { reportDay } from '#usecases/day/report-day.ts';
import { tellReport } from '#usecases/day/tell-report.ts';
import { mortal } from '#test/given/telling-world.ts';

const none: Comparison = { repaired: [], mismatches: [], untold: [] };

async function world() {
  const clock = settableClock(morning);
  const stores = await memoryStores(memoryTables());
  const receipts = memoryReceiptStore();
  const channel = memoryReportChannel(clock);
  const rounds = memoryRoundLog();
  const seen = { compared: 0, onboarding: false };
  const ports = { channel, receipts, rounds };
  const partsOf = (own: typeof ports): DayParts => ({
    ...stores,
    clock,
    ...own,
    ownersOf: () => [],
    isTicketed: () => true,
    queues: { slack: memoryReportQueue(clock), jira: memoryReportQueue(clock) },
    overMilestones,
    endInherited: async () => true,
    scope: async () => undefined,
    gather: async () => badDay(),
    compare: async () => {
      seen.compared += 1;
      return none;
    },
    readers: async () => [{ to: '#everything' }, { to: '#team-1', only: new Set(accountIds(1)) }],
    tell: tellReport({ channel: own.channel, receipts: own.receipts, clock, digest }),
    draw: () => new Uint8Array([1]),
    isOnboarding: async () => seen.onboarding,
  });
  const run = (task?: string, own = ports) => reportDay(partsOf(own))({ at: morning, task });
  /** Runs of the day whose first reading for the closing of issues may fail. */
  const dieWhile =
    (death: () => Error | undefined) =>
    (task?: string): Promise<unknown> => {
      const scope = async (): Promise<undefined> => {
        const error = death();
        if (error) throw error;
      };
      return reportDay({ ...partsOf(ports), scope })({ at: morning, task });
    };
  const receiptOf = (to: string) => receipts.readReceipt('report-2026-11-21' as IncidentId, `slack|${to}`);
  return { clock, channel, rounds, ports, partsOf, run, seen, dieWhile, receiptOf };
}

const told = ({ reports }: Awaited<ReturnType<typeof world>>['channel']) =>
  reports.map(({ to, files }) => `${to} with ${files.length} file`);
const once = ['#everything with 1 file', '#team-1 with 1 file'];

describe('the day of reports', () => {
  it('tells everybody once, however often it runs', async () => {
    const { channel, run, seen } = await world();
    await run();
    await run();
    expect(told(channel)).toEqual(once);
    expect(seen.compared).toBe(1);
  });

  it('composes and tells eight reports at a time, of however many owners: each may hold a large file', async () => {
    const { channel, ports, partsOf } = await world();
    const parts = partsOf(ports);
    const readers = accountIds(40).map((account) => ({ to: `#of-${account}`, only: new Set([account]) }));
    let [open, most] = [0, 0];
    const tell: DayParts['tell'] = async (parcel) => {
      open += 1;
      most = Math.max(most, open);
      const outcome = await parts.tell(parcel);
      open -= 1;
      return outcome;
    };
    await reportDay({ ...parts, tell, readers: async () => readers })({ at: morning });
    expect(channel.reports).toHaveLength(40);
    expect(most).toBe(8);
  });

  it('tells owners of their own accounts only', async () => {
    const { channel, run } = await world();
    await run();
    const text = JSON.stringify(channel.reports[1]?.report);
    expect(text).toContain('team-1 ');
    expect(text).not.toContain('team-2 ');
    expect(channel.reports[1]?.files[0]?.content).not.toContain('team-2,');
  });

  it('is gone on with when it died while it closed issues, and its retries too', async () => {
    const { channel, clock, ports, dieWhile } = await world();
    const dying = dieWhile(() => new Error('timed out'));
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await expect(dying(undefined)).rejects.toThrow('timed out');
      clock.pass(120);
    }
    const alive = dieWhile(() => undefined);
    for (let run = 0; run < 12; run += 1) {
      clock.pass(300);
      await alive('go-on');
    }
    expect(told(channel)).toEqual(once);
    expect((await ports.rounds.readLatestRound())?.finishedAt).toBeDefined();
  });

  it('tells its report even if closing is what kills every run', async () => {
    const { channel, clock, dieWhile } = await world();
    const dying = dieWhile(() => new Error('out of memory'));
    for (let run = 0; run < 4; run += 1) {
      await dying(run === 0 ? undefined : 'go-on').catch(() => undefined);
      clock.pass(660);
    }
    expect(told(channel)).toEqual(once);
  });

  it('is finished later when Slack is down, and then tells only what was not told', async () => {
    const { channel, run, clock } = await world();
    channel.next('post', { kind: 'later', seconds: 30, why: 'Slack: down' });
    expect(await run()).toMatchObject([{ told: 1, waiting: ['#everything: Slack: down'] }]);
    clock.pass(600);
    expect(await run('go-on')).toMatchObject([{ round: 'report-2026-11-21', told: 2, waiting: [] }, {}]);
    expect([...told(channel)].sort()).toEqual(once);
    expect((await run('go-on'))[0]).toMatchObject({ round: undefined });
  });

  it('does not go on while the run itself may still be at work', async () => {
    const { channel, run, clock } = await world();
    channel.next('post', { kind: 'later', seconds: 30, why: 'Slack: down' });
    await run();
    clock.pass(240);
    expect(await run('go-on')).toMatchObject([{ round: undefined }]);
  });

  it('looks before it repeats a post or a file whose answer was lost', async () => {
    for (const happened of [true, false]) {
      const { channel, run, clock } = await world();
      channel.next('post', { kind: 'unknown', happened });
      channel.next('reply', { kind: 'unknown', happened });
      channel.next('attach', { kind: 'unknown', happened });
      for (let run_ = 0; run_ < 4; run_ += 1) {
        await run();
        clock.pass(600);
      }
      expect([...told(channel)].sort()).toEqual(once);
      expect(channel.reports.map(({ replies }) => replies)).toEqual([['details'], ['details']]);
    }
  });

  it('gives up on a reader that Slack refuses, and tells the others', async () => {
    const { channel, run, receiptOf } = await world();
    channel.next('post', { kind: 'refused', why: 'Slack knows no #everything' });
    expect(await run()).toMatchObject([{ told: 1, refused: ['#everything: Slack knows no #everything'] }]);
    expect(told(channel)).toEqual(['#team-1 with 1 file']);
    expect(await receiptOf('#everything')).toMatchObject({ refused: 'Slack knows no #everything' });
  });

  it('goes on when every reader is refused, as while the token is revoked, until one is told', async () => {
    const { channel, run, clock } = await world();
    const refused = { kind: 'refused', why: 'Slack: the token was revoked' } as const;
    channel.next('post', refused, refused, refused, refused);
    for (let times = 0; times < 2; times += 1) {
      const [left] = await run(times === 0 ? undefined : 'go-on');
      expect(left).toMatchObject({ told: 0, refused: [expect.any(String), expect.any(String)] });
      clock.pass(600);
    }
    await run('go-on');
    expect([...told(channel)].sort()).toEqual(once);
    clock.pass(600);
    expect(await run('go-on')).toMatchObject([{ round: undefined }]);
  });

  it('keeps what was posted under the names by which every later version looks for it, and no refusal', async () => {
    const { channel, run, receiptOf, clock } = await world();
    channel.next('post', { kind: 'later', seconds: 30, why: 'Slack: down' });
    await run();
    expect((await receiptOf('#everything')).refused).toBeUndefined();
    clock.pass(600);
    await run();
    expect((await receiptOf('#everything')).said).toEqual(['details', 'file']);
    expect(channel.reports.map(({ replies }) => replies)).toEqual([['details'], ['details']]);
  });

  it('waits while another run may still be posting, and says so', async () => {
    const { channel, run } = await world();
    channel.next('post', { kind: 'unknown', happened: true });
    await run();
    expect(await run()).toMatchObject([
      { told: 1, waiting: ['#everything: it is not known yet whether it was posted'] },
    ]);
    expect(told(channel)).toHaveLength(2);
  });

  it('tells once, wherever it is killed', async () => {
    const whole = await world();
    const alive = mortal(whole.ports, { at: Infinity, when: 'before' });
    await whole.run(undefined, alive.parts);
    const steps = alive.steps();
    for (const when of ['before', 'after'] as const) {
      for (let at = 0; at < steps; at += 1) {
        const { channel, run, clock, ports } = await world();
        const dying = mortal(ports, { at, when });
        await run(undefined, dying.parts).catch(() => undefined);
        for (let again = 0; again < 3; again += 1) {
          clock.pass(600);
          await run();
        }
        expect([...told(channel)].sort(), `killed ${when} step ${at}`).toEqual(once);
      }
    }
    expect(steps).toBeGreaterThan(5);
  });
});

describe('the report of the baseline', () => {
  it('is told once, as soon as the sweep that gathers it has ended, in its own words', async () => {
    const { channel, run, seen, rounds } = await world();
    expect(await run('go-on')).toMatchObject([{ round: undefined }]);
    seen.onboarding = true;
    expect(await run('go-on')).toMatchObject([{ round: 'onboarding', told: 2 }]);
    expect(JSON.stringify(channel.reports[0]?.report)).toContain('Trailwarden now watches CloudTrail');
    expect(channel.reports.map(({ files: [file] }) => file?.name)).toEqual([
      'cloudtrail-onboarding.csv',
      'cloudtrail-onboarding.csv',
    ]);
    expect(await rounds.readRound('onboarding')).toMatchObject({ begunAt: morning, finishedAt: morning });
    expect(await run('go-on')).toMatchObject([{ round: undefined, told: 0 }]);
    expect(channel.reports).toHaveLength(2);
  });

  it('is not told in place of a day’s, whose words and file are the day’s', async () => {
    const { channel, run } = await world();
    await run();
    expect(JSON.stringify(channel.reports[0]?.report)).not.toContain('Trailwarden now watches CloudTrail');
    expect(channel.reports[0]?.files[0]?.name).toBe('cloudtrail-2026-11-21.csv');
  });

  it('is finished when the last of its readers has it', async () => {
    const { channel, run, seen, rounds, clock } = await world();
    seen.onboarding = true;
    channel.next('post', { kind: 'later', seconds: 30, why: 'Slack: down' });
    expect(await run('go-on')).toMatchObject([{ told: 1, waiting: ['#everything: Slack: down'] }]);
    expect((await rounds.readRound('onboarding'))?.finishedAt).toBeUndefined();
    clock.pass(300);
    expect(await run('go-on')).toMatchObject([{ round: 'onboarding', told: 2 }]);
    expect(await rounds.readRound('onboarding')).toMatchObject({ begunAt: morning, finishedAt: clock.now() });
    expect(channel.reports).toHaveLength(2);
  });
});
