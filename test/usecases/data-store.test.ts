import { expect, it } from 'vitest';
import { home, later, noon, shop, trigger } from '#test/given/shop.ts';
import { evaluationWorld, everywhere } from '#test/given/evaluation-world.ts';

const store = `arn:aws:cloudtrail:eu-west-1:${shop}:eventdatastore/0f1e2d3c`;

const said = (eventName: string, seconds: number, effect: 'harm' | 'repair') =>
  trigger({
    eventId: `${eventName}-${seconds}`,
    eventName,
    effect,
    at: later(noon, seconds),
    accountId: shop,
    region: home,
    trail: undefined,
    dependsOn: { kind: 'event-data-store', id: store },
    actor: { kind: 'assumed-role', person: 'mallory', sessionKey: 'AKIA|mallory' },
  });

it('an event data store that is stopped is told where it is, until it takes in events again', async () => {
  const world = await evaluationWorld();
  world.put({ multiRegion: true });
  await world.evaluate();
  expect(everywhere.length).toBeGreaterThan(1);
  const look = async (...triggers: ReturnType<typeof said>[]) => {
    world.clock.pass(62);
    const why = triggers.length > 0 ? 'event' : 'look-again';
    await world.evaluate({ regions: [home], why, triggers });
    return (await world.open()).map(({ rule, region, causedBy }) => [rule, region, causedBy]);
  };
  const open = [['data-store-stopped', home, 'StopEventDataStoreIngestion-60']];
  expect(await look(said('StopEventDataStoreIngestion', 60, 'harm'))).toEqual(open);
  // Nothing reads it, so it stays until a call says otherwise.
  expect(await look()).toEqual(open);
  expect(await look()).toEqual(open);
  expect(await look(said('StartEventDataStoreIngestion', 240, 'repair'))).toEqual([]);
  // The first call is looked into once more, as every call on what is depended on is.
  expect(await look(said('StopEventDataStoreIngestion', 60, 'harm'))).toEqual([]);
});
