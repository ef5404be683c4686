import { expect, it } from 'vitest';
import { memoryDirectory } from '#adapters/memory/memory-directory.ts';
import { memoryHeartbeats } from '#adapters/memory/memory-heartbeats.ts';
import { account, frankfurt, home, later, noon, shop } from '#test/given/shop.ts';
import { heartbeatPlace, recordHeartbeats } from '#usecases/sweep/record-heartbeats.ts';

const beat = (seconds: number, of = shop, region = home) => ({
  account: of,
  region,
  at: later(noon, seconds),
});

it('of the heartbeats of a place the latest is kept, in whatever order they come', async () => {
  const heartbeats = memoryHeartbeats();
  const record = recordHeartbeats({ heartbeats, directory: memoryDirectory([[shop, 'shop']]) });
  await record([beat(0), beat(60), beat(30)]);
  expect(await heartbeats.listHeartbeats()).toEqual([beat(60)]);
});

it('of an account that is not watched none is kept', async () => {
  const heartbeats = memoryHeartbeats();
  const record = recordHeartbeats({ heartbeats, directory: memoryDirectory([[shop, 'shop']]) });
  await record([beat(0, account('999999999999'))]);
  expect(await heartbeats.listHeartbeats()).toEqual([]);
});

it('a place is an account and a Region', () => {
  const places = [beat(0), beat(9), beat(0, account('999999999999')), beat(0, shop, frankfurt)].map(
    heartbeatPlace,
  );
  expect(places[1]).toBe(places[0]);
  expect(new Set(places).size).toBe(3);
});
