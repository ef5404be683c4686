import { describe, expect, it } from 'vitest';
import { evaluationWorld, stopOf } from '#test/given/evaluation-world.ts';
import { home, later, noon, shopTrail } from '#test/given/shop.ts';

const hour = 3600;
const stop = stopOf(shopTrail, { eventId: 'stop-1', sameAs: 'stop-1' });

/** A trail that was stopped a minute after noon without an event; a sweep finds that an hour later. */
async function missedStop() {
  const world = await evaluationWorld();
  world.put({});
  await world.evaluate();
  world.clock.pass(hour);
  world.put({}, { logging: false, stoppedAt: later(noon, 60) });
  await world.evaluate();
  return world;
}

const find = { regions: [home], why: 'find-cause' } as const;

describe('a cause that is found later', () => {
  it('is named, although the place was looked at since', async () => {
    const world = await missedStop();
    expect((await world.open())[0]?.causedBy).toBeUndefined();
    for (let look = 0; look < 3; look += 1) {
      world.clock.pass(hour);
      await world.evaluate({ why: 'look-again' });
    }
    await world.evaluate({ ...find, triggers: [stop] });
    expect(await world.open()).toMatchObject([{ rule: 'logging-stopped', causedBy: 'stop-1' }]);
    const [{ incident }] = (await world.open()) as [Awaited<ReturnType<typeof world.open>>[number]];
    const view = await world.stores.incidents.readIncident(incident);
    expect(view?.events.get('stop-1')?.actor).toMatchObject({ person: 'mallory' });
  });

  it('keeps its actor through every later look, and whoever stops the trail again', async () => {
    const world = await missedStop();
    await world.evaluate({ ...find, triggers: [stop] });
    world.clock.pass(hour);
    const again = stopOf(shopTrail, { eventId: 'stop-2', sameAs: 'stop-2', at: later(noon, 2 * hour) });
    await world.evaluate({ regions: [home], why: 'event', triggers: [again] });
    await world.evaluate({ why: 'look-again' });
    expect(await world.open()).toMatchObject([{ causedBy: 'stop-1' }]);
  });

  it('is the latest call before the stop, not a later one', async () => {
    const world = await missedStop();
    const after = stopOf(shopTrail, { eventId: 'stop-9', sameAs: 'stop-9', at: later(noon, 600) });
    const before = stopOf(shopTrail, { eventId: 'stop-0', sameAs: 'stop-0', at: later(noon, 30) });
    await world.evaluate({ ...find, triggers: [after, stop, before] });
    expect((await world.open())[0]?.causedBy).toBe('stop-1');
  });

  it('is none, when an old record is sent again from an archive for a harm that is new', async () => {
    const world = await evaluationWorld();
    world.put({});
    await world.evaluate();
    world.clock.pass(48 * hour);
    await world.evaluate();
    world.clock.pass(hour);
    world.put({}, { logging: false, stoppedAt: later(noon, 49 * hour - 60) });
    await world.evaluate({ regions: [home], why: 'event', triggers: [stop] });
    expect(await world.open()).toMatchObject([{ rule: 'logging-stopped', causedBy: undefined }]);
  });
});
