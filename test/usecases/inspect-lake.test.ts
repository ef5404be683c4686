import { describe, expect, it } from 'vitest';
import { memoryDirectory } from '#adapters/memory/memory-directory.ts';
import { memoryLakes } from '#adapters/memory/memory-lakes.ts';
import { settableClock } from '#adapters/memory/settable-clock.ts';
import type { SeenStore } from '#domain/facts/lake.ts';
import type { Sight } from '#domain/facts/observation.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import type { LakeRequest } from '#ports/lakes.ts';
import { account, frankfurt, home, noon, shop, trigger } from '#test/given/shop.ts';
import { inspectLake } from '#usecases/inspect/inspect-lake.ts';

const store = `arn:aws:cloudtrail:${home}:${shop}:eventdatastore/0f1e2d3c`;
const stop = trigger({
  eventName: 'StopEventDataStoreIngestion',
  accountId: shop,
  region: home,
  dependsOn: { kind: 'event-data-store', id: store },
});
const running: SeenStore = { arn: store, state: 'running' };
const ofSweep: LakeRequest = { lake: shop, regions: [{ region: home }, { region: frankfurt }], triggers: [] };
const ofCall: LakeRequest = { lake: shop, regions: [{ region: home }], triggers: [stop] };

/** One account with what it has in its home Region; `look` answers which evaluations the request led to. */
function inspector() {
  const clock = settableClock(noon);
  const lakes = memoryLakes();
  const [reads, asked]: [string[], { request: LakeRequest; seconds: number }[]] = [[], []];
  const evaluated: EvaluationRequest[] = [];
  const world: { found: Sight<readonly SeenStore[]> } = { found: { kind: 'seen', value: [] } };
  const inspect = inspectLake({
    clock,
    lakes,
    readLake: async (who, region) => {
      reads.push(`${who} ${region}`);
      return region === home ? world.found : { kind: 'seen', value: [] };
    },
    askLake: async (request, seconds = 0) => void asked.push({ request, seconds }),
    directory: memoryDirectory([[shop, 'shop']]),
    evaluations: { askEvaluations: async (requests) => void evaluated.push(...requests) },
  });
  const look = async (request: LakeRequest) => {
    evaluated.length = 0;
    await inspect(request);
    return [...evaluated];
  };
  const find = (...stores: SeenStore[]) => void (world.found = { kind: 'seen', value: stores });
  return { clock, lakes, world, reads, asked, look, find };
}

describe('on a sweep', () => {
  it('an account that has none costs one read a Region, and nothing is kept', async () => {
    const { look, reads, lakes, asked } = inspector();
    expect(await look(ofSweep)).toEqual([]);
    expect(reads).toEqual([`${shop} ${home}`, `${shop} ${frankfurt}`]);
    expect(await lakes.readLakes(shop)).toEqual(new Map());
    expect(asked).toEqual([]);
  });

  it('one that is found stopped has its Region evaluated, until that is known there', async () => {
    const { look, find, clock, lakes } = inspector();
    find(running);
    expect(await look(ofSweep)).toMatchObject([{ regions: [home], inspected: 'first' }]);
    clock.pass(86_400);
    find({ ...running, state: 'stopped' });
    const request = { ...ofSweep, regions: [{ region: home, knew: noon }] };
    const evaluation = { account: shop, regions: [home], why: 'look-again', triggers: [] };
    expect(await look(request)).toMatchObject([{ ...evaluation, inspected: 'changed' }]);
    expect(await look(request), 'a run that is repeated').toMatchObject([{ ...evaluation }]);
    const changedAt = (await lakes.readLakes(shop)).get(home)?.changedAt;
    expect(await look({ ...ofSweep, regions: [{ region: home, knew: changedAt }] })).toEqual([]);
  });

  it('what cannot be read is no news, and nothing that was known is forgotten', async () => {
    const { look, find, world, lakes, clock } = inspector();
    find(running);
    await look(ofSweep);
    const before = await lakes.readLakes(shop);
    const why = { operation: 'cloudtrail:ListEventDataStores', code: 'AccessDeniedException', message: 'no' };
    world.found = { kind: 'unreadable', why };
    clock.pass(86_400);
    expect(await look({ ...ofSweep, regions: [{ region: home, knew: noon }] })).toEqual([]);
    expect(await lakes.readLakes(shop)).toEqual(before);
  });

  it('an account that is not watched is not asked', async () => {
    const { look, reads } = inspector();
    await look({ ...ofSweep, lake: account('999999999999') });
    expect(reads).toEqual([]);
  });
});

describe('after a call', () => {
  it('the Region is evaluated with the call, and looked at again a little later', async () => {
    const { look, find, asked, clock, reads } = inspector();
    find(running);
    expect(await look(ofCall)).toMatchObject([{ account: shop, regions: [home], triggers: [stop] }]);
    expect(asked).toMatchObject([
      { seconds: 10, request: { again: 1, regions: [{ region: home, knew: noon }] } },
    ]);
    clock.pass(10);
    expect(await look(asked[0]!.request), 'as it was').toEqual([]);
    clock.pass(50);
    find({ ...running, state: 'stopped' });
    expect(await look(asked[1]!.request)).toMatchObject([{ regions: [home], triggers: [stop] }]);
    await look(asked[2]!.request);
    await look(asked[3]!.request);
    expect(asked.map(({ seconds }) => seconds)).toEqual([10, 50, 240, 600]);
    expect(new Set(reads)).toEqual(new Set([`${shop} ${home}`]));
  });
});
