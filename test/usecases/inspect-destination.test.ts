import { describe, expect, it } from 'vitest';
import { memoryDestinations, memoryInspections } from '#adapters/memory/memory-log-destinations.ts';
import { memoryDirectory } from '#adapters/memory/memory-directory.ts';
import { settableClock } from '#adapters/memory/settable-clock.ts';
import type { BucketSettings, FoundBucket } from '#domain/facts/log-destination.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { InspectionRequest } from '#ports/log-destinations.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import { account, at, home, shop, shopTrail, trigger } from '#test/given/shop.ts';
import { inspectDestination } from '#usecases/inspect/inspect-destination.ts';

const archive = account('222222222222');
const stranger = account('999999999999');
const destination = { kind: 'bucket', id: 'shop-logs' } as const;
const noon = at('12:00:00');
const settings: BucketSettings = {
  policy: { kind: 'seen', value: undefined },
  expiry: { kind: 'seen', value: [] },
  versioning: { kind: 'seen', value: 'never' },
};
const there: FoundBucket = { is: 'there', owner: archive, settings };
const changed: FoundBucket = {
  ...there,
  settings: { ...settings, policy: { kind: 'seen', value: '{}' } },
};
const put = trigger({ eventName: 'PutBucketPolicy', accountId: archive, dependsOn: destination });
const ofCall: InspectionRequest = { destination, triggers: [put] };
const ofSweep: InspectionRequest = { destination, triggers: [], asker: { account: shop, region: home } };

/** One bucket of one trail, whose owner can be asked; `look` answers what the requests led to. */
function inspector(dependents = 1) {
  const clock = settableClock(noon);
  const [destinations, inspections] = [memoryDestinations(), memoryInspections()];
  const reads: (readonly AccountId[])[] = [];
  const evaluated: EvaluationRequest[] = [];
  const world: { found: FoundBucket; error?: Error } = { found: there };
  const inspect = inspectDestination({
    clock,
    destinations,
    inspections,
    reader: {
      findBucket: async (_name, accounts) => {
        reads.push(accounts);
        if (world.error) throw world.error;
        return world.found;
      },
      findKey: async () => ({ is: 'gone' }),
    },
    dependencies: {
      hasDependents: async () => true,
      claimWave: async () => true,
      listDependents: async () =>
        Array.from({ length: dependents }, () => ({ trail: shopTrail, account: shop, homeRegion: home })),
    },
    directory: memoryDirectory([
      [shop, 'shop'],
      [archive, 'log archive'],
    ]),
    evaluations: {
      askEvaluations: async (requests) => void evaluated.push(...requests),
      askWave: async (requests) => void evaluated.push(...requests),
    },
    holders: [],
  });
  const look = async (...requests: [InspectionRequest, ...InspectionRequest[]]) => {
    evaluated.length = 0;
    await inspect(requests);
    return [...evaluated];
  };
  return { clock, destinations, inspections, reads, world, look };
}

describe('an inspection that ends with an error', () => {
  it('is tried again, and until then its reason is kept for the reports', async () => {
    const { look, world, destinations } = inspector();
    world.error = new Error('s3:GetBucketPolicy failed and is to be tried again', {
      cause: new Error('503'),
    });
    await expect(look(ofSweep)).rejects.toThrow('tried again');
    expect(await destinations.readFailure(destination)).toEqual({
      at: noon,
      why: 's3:GetBucketPolicy failed and is to be tried again: 503',
    });
    expect(await destinations.readDestination(destination)).toBeUndefined();
  });
});

describe('after a call', () => {
  it('the bucket is read and everybody who depends on it is evaluated, with the call', async () => {
    const { look, reads, destinations } = inspector();
    expect(await look(ofCall)).toMatchObject([
      { account: shop, regions: [home], why: 'look-again', triggers: [put] },
    ]);
    expect(reads).toEqual([[archive, shop]]);
    expect(await destinations.readDestination(destination)).toMatchObject({
      found: there,
      at: noon,
      changedAt: noon,
    });
  });

  it('it is read again a little later, which asks for nobody unless it is another one by then', async () => {
    const { look, inspections, clock, world } = inspector();
    await look(ofCall);
    const [next] = inspections.asked;
    expect(next).toMatchObject({ seconds: 10, request: { triggers: [put], again: 1, knew: noon } });
    clock.set(at('12:00:10'));
    expect(await look(next!.request)).toEqual([]);
    world.found = changed;
    clock.set(at('12:01:00'));
    expect(await look(inspections.asked[1]!.request)).toMatchObject([{ account: shop, triggers: [put] }]);
    await look(inspections.asked[2]!.request);
    await look(inspections.asked[3]!.request);
    expect(inspections.asked.map(({ seconds }) => seconds)).toEqual([10, 50, 240, 600]);
  });

  it('a run that is repeated asks for the same again', async () => {
    const { look } = inspector();
    expect(await look(ofCall)).toEqual(await look(ofCall));
  });

  it('trails of one account and Region are evaluated together', async () => {
    expect(await inspector(3).look(ofCall)).toHaveLength(1);
  });

  it('a bucket that nobody depends on costs no read', async () => {
    const { look, reads } = inspector(0);
    expect(await look(ofCall)).toEqual([]);
    expect(reads).toEqual([]);
  });

  it('accounts that are not watched are not asked', async () => {
    const { look, reads } = inspector();
    await look({ destination, triggers: [{ ...put, accountId: stranger }] });
    expect(reads).toEqual([[shop]]);
  });
});

describe('on a sweep', () => {
  it('a bucket is read once, however many ask for it', async () => {
    const { look, reads } = inspector();
    expect(await look(ofSweep, ofSweep)).toMatchObject([{ inspected: 'first' }, { inspected: 'first' }]);
    await look(ofSweep);
    expect(reads).toHaveLength(1);
  });

  it('who knew it as it is is left alone, who did not is evaluated', async () => {
    const { look, clock, world } = inspector();
    await look(ofSweep);
    expect(await look({ ...ofSweep, knew: noon })).toEqual([]);
    clock.set(at('12:20:00'));
    world.found = changed;
    expect(await look({ ...ofSweep, knew: noon })).toMatchObject([
      { account: shop, regions: [home], inspected: 'changed', triggers: [] },
    ]);
  });

  it('an older look never overwrites a newer one', async () => {
    const { look, destinations, clock } = inspector();
    const newer = {
      ...destination,
      at: at('13:00:00'),
      changedAt: noon,
      found: changed,
    } as const;
    await destinations.keepDestination(newer);
    clock.set(at('12:50:00'));
    expect(await look(ofCall)).toMatchObject([{ account: shop }]);
    expect(await destinations.readDestination(destination)).toEqual(newer);
  });
});
