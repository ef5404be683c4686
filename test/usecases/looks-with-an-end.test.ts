import { describe, expect, it } from 'vitest';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import { watchOpen } from '#usecases/evaluate/watch-open.ts';
import { denied, evaluationWorld, stopOf } from '#test/given/evaluation-world.ts';
import { home, later, noon, shop, shopTrail } from '#test/given/shop.ts';

type World = Awaited<ReturnType<typeof evaluationWorld>>;

const again: EvaluationRequest = { account: shop, regions: [home], why: 'look-again', triggers: [] };

/** A stop that looks healthy again at its second look, which asks for a look that proves it. */
async function healing(): Promise<World> {
  const world = await evaluationWorld();
  world.put({ multiRegion: true });
  await world.evaluate();
  world.clock.pass(62);
  world.put({ multiRegion: true }, { logging: false, stoppedAt: later(noon, 60) });
  await world.evaluate({ regions: [home], why: 'event', triggers: [stopOf(shopTrail)] });
  world.clock.pass(60);
  world.put({ multiRegion: true }, { logging: true, stoppedAt: later(noon, 60) });
  world.followUps.sent.laterLooks.length = 0;
  await world.evaluate(again);
  return world;
}

/** Minutes of the watch and of all looks that were asked for; returns how many looks each minute brought. */
async function minutes(world: World, count: number): Promise<number[]> {
  const watch = watchOpen({
    open: world.stores.open,
    followUps: world.followUps,
    clock: world.clock,
    everyMinutes: 5,
    enabled: true,
  });
  const made: number[] = [];
  for (let minute = 0; minute < count; minute += 1) {
    const due = world.followUps.sent.laterLooks.splice(0).map(({ request }) => request);
    await watch();
    due.push(...world.followUps.sent.fannedOut.splice(0));
    const looks = due.filter(({ why }) => why === 'look-again');
    for (const request of looks) await world.evaluate(request);
    made.push(looks.length);
    world.clock.pass(60);
  }
  return made;
}

const sum = (counts: readonly number[]): number => counts.reduce((total, one) => total + one, 0);

describe('the look that proves that it is over', () => {
  it('is asked for when it can prove, and ends what is healthy', async () => {
    const world = await healing();
    expect(world.followUps.sent.laterLooks.map(({ seconds }) => seconds)).toEqual([60]);
    await minutes(world, 6);
    expect(await world.open()).toEqual([]);
  });

  it('is not asked for again after a minute, when the account cannot be read any more', async () => {
    const world = await healing();
    world.closed.set(shop, denied);
    const made = await minutes(world, 24 * 60);
    expect(sum(made)).toBeLessThan(40);
    expect(await world.open()).not.toEqual([]);
  });

  it('is not asked for without end, when a status cannot be read that could be read before', async () => {
    const world = await healing();
    world.put({ multiRegion: true }, 'denied');
    const made = await minutes(world, 60);
    expect(Math.max(...made.slice(5))).toBeLessThanOrEqual(1);
  });

  it('is not multiplied by looks in between', async () => {
    const world = await healing();
    for (let look = 0; look < 5; look += 1) {
      world.clock.pass(5);
      await world.evaluate(again);
    }
    world.clock.pass(40);
    for (const { request } of world.followUps.sent.laterLooks.splice(0)) await world.evaluate(request);
    expect(world.followUps.sent.laterLooks).toEqual([]);
    expect((await world.open()).filter(({ region }) => region === home)).toEqual([]);
  });

  it('follows what was seen healthy after the account could be read again', async () => {
    const world = await healing();
    world.closed.set(shop, denied);
    await minutes(world, 30);
    world.closed.delete(shop);
    await minutes(world, 62);
    expect(await world.open()).toEqual([]);
  });
});

describe('what the members are looked at for', () => {
  it('ends with the repair, although something else stays wrong with the trail at home', async () => {
    const world = await evaluationWorld();
    world.put({ multiRegion: true });
    await world.evaluate();
    world.clock.pass(62);
    world.put({ multiRegion: true, logFileValidation: false });
    await world.evaluate();
    world.clock.pass(3600);
    const stoppedAt = later(noon, 3600);
    world.put({ multiRegion: true, logFileValidation: false }, { logging: false, stoppedAt });
    await world.evaluate({
      regions: [home],
      why: 'event',
      triggers: [stopOf(shopTrail, { at: stoppedAt })],
    });
    world.followUps.sent.laterLooks.length = 0;
    world.put(
      { multiRegion: true, logFileValidation: false },
      { logging: true, stoppedAt, startedAt: later(noon, 3700) },
    );
    world.clock.pass(120);
    await minutes(world, 30);
    expect((await world.open()).filter(({ rule }) => rule === 'logging-stopped')).toEqual([]);
  });
});
