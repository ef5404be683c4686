import { describe, expect, it } from 'vitest';
import { dynamoDestinations } from '#adapters/aws/dynamo-log-destinations.ts';
import { dynamoLakes } from '#adapters/aws/dynamo-lakes.ts';
import { memoryDestinations } from '#adapters/memory/memory-log-destinations.ts';
import { memoryLakes } from '#adapters/memory/memory-lakes.ts';
import type { BucketSight, LogDestinationSight, KeySight } from '#domain/facts/log-destination.ts';
import type { LakeSight } from '#domain/facts/lake.ts';
import { account, frankfurt, home, later, noon, shop } from '#test/given/shop.ts';
import { freshTables } from './dynamo-stores.ts';

const inMemory = async () => ({ destinations: memoryDestinations(), lakes: memoryLakes() });

async function inDynamo() {
  const { client, stateTable: table } = await freshTables();
  return { destinations: dynamoDestinations({ client, table }), lakes: dynamoLakes({ client, table }) };
}

const why = { operation: 's3:GetBucketPolicy', code: 'AccessDenied', message: 'no' };
const bucket: BucketSight = {
  kind: 'bucket',
  id: 'shop-logs',
  at: noon,
  changedAt: noon,
  found: {
    is: 'there',
    owner: shop,
    settings: {
      policy: { kind: 'seen', value: undefined },
      expiry: { kind: 'seen', value: [{ prefix: '', tagged: false, days: 1 }] },
      versioning: { kind: 'unreadable', why },
    },
  },
};
const key: KeySight = {
  kind: 'key',
  id: `arn:aws:kms:${home}:${shop}:key/k-1`,
  at: noon,
  changedAt: noon,
  found: {
    is: 'there',
    owner: shop,
    settings: { state: 'PendingDeletion', deletedAt: later(noon, 60), policy: { kind: 'seen', value: '{}' } },
  },
};
const others: readonly LogDestinationSight[] = [
  { ...bucket, id: 'gone', found: { is: 'gone', owner: shop } },
  { ...bucket, id: 'foreign', found: { is: 'foreign' } },
  { ...key, id: 'a-name', found: { is: 'hidden', why } },
];

const lake: LakeSight = {
  account: shop,
  region: home,
  at: noon,
  changedAt: noon,
  stores: [
    {
      arn: `arn:aws:cloudtrail:${home}:${shop}:eventdatastore/e`,
      state: 'stopped',
      since: noon,
      hasRun: true,
      lost: ['other Regions'],
      lostSince: noon,
      full: {
        recorded: { writes: 'all', reads: 'some', excludedSources: ['kms.amazonaws.com'] },
        multiRegion: true,
        organization: false,
        keptDays: 366,
      },
    },
  ],
};

describe.each([
  ['memory', inMemory],
  ['DynamoDB', inDynamo],
])('what inspections keep in %s', (_name, stores) => {
  it('is every bucket and key as it was found', async () => {
    const { destinations } = await stores();
    expect(await destinations.readDestination(bucket)).toBeUndefined();
    for (const sight of [bucket, key, ...others]) {
      expect(await destinations.keepDestination(sight)).toBe('applied');
      expect(await destinations.readDestination({ kind: sight.kind, id: sight.id })).toEqual(sight);
    }
    // A name is no key, even where both are called the same.
    expect(await destinations.readDestination({ kind: 'key', id: 'gone' })).toBeUndefined();
  });

  it('is never overwritten by an older look, and the same look may be kept twice', async () => {
    const { destinations } = await stores();
    const newer = { ...bucket, at: later(noon, 60), found: { is: 'gone' } } as const;
    await destinations.keepDestination(newer);
    expect(await destinations.keepDestination(bucket)).toBe('stale');
    expect(await destinations.keepDestination(newer)).toBe('applied');
    expect(await destinations.readDestination(bucket)).toEqual(newer);
  });

  it('is why the last try of an inspection came to no result, beside what was found before', async () => {
    const { destinations } = await stores();
    expect(await destinations.readFailure(bucket)).toBeUndefined();
    await destinations.keepDestination(bucket);
    await destinations.noteFailure(bucket, { at: noon, why: 'Rate exceeded' });
    await destinations.noteFailure(bucket, { at: later(noon, 60), why: 'timed out' });
    expect(await destinations.readFailure(bucket)).toEqual({ at: later(noon, 60), why: 'timed out' });
    expect(await destinations.readDestination(bucket)).toEqual(bucket);
    expect(await destinations.readFailure({ kind: 'key', id: bucket.id })).toBeUndefined();
  });

  it('is the event data stores of one account, by Region', async () => {
    const { lakes } = await stores();
    expect(await lakes.readLakes(shop)).toEqual(new Map());
    const elsewhere = { ...lake, region: frankfurt, stores: [] };
    for (const one of [lake, elsewhere, { ...lake, account: account('999999999999') }])
      await lakes.keepLake(one);
    expect(await lakes.readLakes(shop)).toEqual(
      new Map([
        [home, lake],
        [frankfurt, elsewhere],
      ]),
    );
    expect(await lakes.keepLake({ ...lake, at: later(noon, -1), stores: [] })).toBe('stale');
    expect((await lakes.readLakes(shop)).get(home)).toEqual(lake);
  });
});
