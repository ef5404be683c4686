import { describe, expect, it } from 'vitest';
import { memorySweepLog } from '#adapters/memory/memory-sweep-log.ts';
import { settableClock } from '#adapters/memory/settable-clock.ts';
import type { SweepLog } from '#ports/sweep-log.ts';
import { later, noon, shop } from '#test/given/shop.ts';
import { outcome, sweep } from '#test/given/days.ts';
import { lastFinishedSweep } from '#usecases/sweep/last-finished-sweep.ts';

const first = sweep([shop], { id: '2026-11-21T12:00:00.000Z', startedAt: noon });
const second = sweep([shop], {
  id: '2026-11-22T12:00:00.000Z',
  startedAt: later(noon, 86_400),
  deadline: later(noon, 93_600),
});

function world() {
  const clock = settableClock(noon);
  const log = memorySweepLog();
  let counted = 0;
  const sweeps: SweepLog = {
    ...log,
    listOutcomes: (id) => {
      counted += 1;
      return log.listOutcomes(id);
    },
  };
  return { clock, log, last: lastFinishedSweep({ sweeps, clock }), counted: () => counted };
}

describe('the last finished sweep', () => {
  it('is none before there was one', async () => {
    const { log, last } = world();
    expect(await last()).toBeUndefined();
    await log.beginSweep(first);
    expect(await last()).toBeUndefined();
  });

  it('is the one in which every account was looked at, and is not counted twice', async () => {
    const { log, last, counted } = world();
    await log.beginSweep(first);
    await log.noteOutcome(first.id, outcome(shop));
    expect(await last()).toBe(noon);
    expect(await last()).toBe(noon);
    expect(counted()).toBe(1);
  });

  it('is not one whose accounts failed or never answered, however long ago its time was up', async () => {
    const { log, last, clock } = world();
    await log.beginSweep(first);
    await log.noteOutcome(first.id, outcome(shop));
    await last();
    await log.beginSweep(second);
    clock.pass(3 * 86_400);
    expect(await last()).toBe(noon);
    await log.noteOutcome(second.id, outcome(shop, { kind: 'failed', why: 'Rate exceeded' }));
    expect(await last()).toBe(noon);
    await log.noteOutcome(second.id, outcome(shop));
    expect(await last()).toBe(second.startedAt);
  });
});
