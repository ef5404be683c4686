import { describe, expect, it } from 'vitest';
import { memoryDestinations, memoryInspections } from '#adapters/memory/memory-log-destinations.ts';
import { memoryDirectory } from '#adapters/memory/memory-directory.ts';
import { settableClock } from '#adapters/memory/settable-clock.ts';
import type { FoundBucket } from '#domain/facts/log-destination.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import type { InspectionRequest } from '#ports/log-destinations.ts';
import { account, frankfurt, home, later, noon, shop, shopTrail, trigger } from '#test/given/shop.ts';
import { inspectDestination } from '#usecases/inspect/inspect-destination.ts';

const [archive, former, stranger] = ['222222222222', '555555555555', '999999999999'].map(account) as [
  AccountId,
  AccountId,
  AccountId,
];
const owners = Array.from({ length: 12 }, (_, index) => account(String(400_000_000_000 + index)));
const bucket = { kind: 'bucket', id: 'shop-logs' } as const;
const key = { kind: 'key', id: 'arn:aws:kms:eu-west-1:222222222222:key/k' } as const;
const ownedBy = (owner: AccountId, policy?: string): FoundBucket => ({
  is: 'there',
  owner,
  settings: {
    policy: { kind: 'seen', value: policy },
    expiry: { kind: 'seen', value: [] },
    versioning: { kind: 'seen', value: 'never' },
  },
});
const put = trigger({ eventName: 'PutBucketPolicy', accountId: archive, dependsOn: bucket });
const ofCall: InspectionRequest = { destination: bucket, triggers: [put] };
const ofSweep = (of: AccountId, more: Partial<InspectionRequest> = {}): InspectionRequest => ({
  destination: bucket,
  triggers: [],
  asker: { account: of, region: home },
  ...more,
});

interface World {
  readonly dependents?: readonly AccountId[];
  readonly holders?: readonly AccountId[];
  readonly declared?: readonly AccountId[];
  readonly watched?: readonly AccountId[];
  /** Whether a wave can be claimed; one is claimed already otherwise. */
  readonly waves?: boolean;
}

/** An inspector of a bucket, and what it asks: accounts for the bucket, queues for evaluations. */
function inspector({ dependents = [shop], holders = [], declared, watched, waves = true }: World) {
  const clock = settableClock(noon);
  const [destinations, inspections] = [memoryDestinations(), memoryInspections()];
  const asked: {
    accounts: readonly AccountId[];
    former: AccountId | undefined;
    mayOwn: (one: AccountId) => boolean;
  }[] = [];
  const keyAsked: ((one: AccountId) => boolean)[] = [];
  const [now, wave]: [EvaluationRequest[], EvaluationRequest[]] = [[], []];
  const claims: string[] = [];
  const world = { found: ownedBy(archive) };
  const inspect = inspectDestination({
    clock,
    destinations,
    inspections,
    reader: {
      findBucket: async (_name, accounts, owner, mayOwn) => {
        asked.push({ accounts, former: owner, mayOwn: mayOwn ?? (() => true) });
        return world.found;
      },
      findKey: async (_arn, mayAsk) => {
        keyAsked.push(mayAsk);
        return { is: 'gone' };
      },
    },
    dependencies: {
      hasDependents: async () => dependents.length > 0,
      claimWave: async (_on, by) => {
        claims.push(by);
        return waves;
      },
      listDependents: async () =>
        dependents.map((one) => ({ trail: shopTrail, account: one, homeRegion: home })),
    },
    directory: memoryDirectory((watched ?? [shop, archive, ...owners]).map((one) => [one, 'x'] as const)),
    evaluations: {
      askEvaluations: async (requests) => void now.push(...requests),
      askWave: async (requests) => void wave.push(...requests),
    },
    holders,
    declared,
  });
  return { clock, destinations, inspections, asked, keyAsked, now, wave, claims, world, inspect };
}

describe('of a bucket whose owner is not known', () => {
  it('callers are asked first, then three owners of trails, then accounts that may hold logs, each once', async () => {
    const { inspect, asked } = inspector({ dependents: owners, holders: [stranger, archive] });
    await inspect([ofCall, ofSweep(owners[0]!), ofSweep(owners[4]!)]);
    expect(asked.map(({ accounts }) => accounts)).toEqual([[archive, ...owners.slice(0, 3), stranger]]);
  });

  it('the former owner is asked before all, while it is watched', async () => {
    const { inspect, asked, world, clock } = inspector({ watched: [shop, archive, former] });
    world.found = ownedBy(former);
    await inspect([ofCall]);
    clock.pass(60);
    await inspect([ofCall]);
    expect(asked.map(({ former: owner }) => owner)).toEqual([undefined, former]);
    expect(asked[1]?.accounts).toEqual([former, archive, shop]);
  });

  it('eight accounts are asked at most', async () => {
    const { inspect, asked } = inspector({ dependents: [], holders: owners });
    await inspect([ofSweep(shop)]);
    expect(asked[0]?.accounts).toEqual([shop, ...owners.slice(0, 7)]);
  });

  it('an owner is believed that is watched, was the owner before, or is declared', async () => {
    const { inspect, asked, world, clock } = inspector({ declared: [stranger], watched: [shop] });
    world.found = ownedBy(former);
    await inspect([ofSweep(shop)]);
    clock.pass(16 * 60);
    await inspect([ofSweep(shop)]);
    const [first, second] = asked;
    expect([shop, stranger, archive, former].map((one) => first?.mayOwn(one))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(second?.mayOwn(former)).toBe(true);
  });
});

describe('a key', () => {
  it('is read where it is owned, in a watched account or one that may hold logs', async () => {
    const { inspect, keyAsked, destinations } = inspector({ holders: [stranger], watched: [shop] });
    await inspect([{ ...ofSweep(shop), destination: key }]);
    expect([shop, stranger, archive].map((one) => keyAsked[0]?.(one))).toEqual([true, true, false]);
    expect(await destinations.readDestination(key)).toMatchObject({
      ...key,
      at: noon,
      found: { is: 'gone' },
    });
  });
});

describe('what was read a moment ago', () => {
  it('is not read again for a quarter of an hour, unless a call can have changed it', async () => {
    const { inspect, asked, clock } = inspector({});
    await inspect([ofSweep(shop)]);
    clock.pass(15 * 60 - 1);
    await inspect([ofSweep(shop)]);
    expect(asked).toHaveLength(1);
    await inspect([ofCall]);
    expect(asked).toHaveLength(2);
    clock.pass(15 * 60);
    await inspect([ofSweep(shop)]);
    expect(asked).toHaveLength(3);
  });
});

describe('the evaluations that follow', () => {
  it('are of watched accounts only, each home Region once', async () => {
    const { inspect, now } = inspector({ dependents: [shop, stranger, archive, shop] });
    await inspect([ofCall]);
    expect(now.map(({ account: one, regions }) => [one, regions])).toEqual([
      [shop, [home]],
      [archive, [home]],
    ]);
    expect(now.every(({ lookedAgain, triggers }) => (lookedAgain ?? 0) > 5 && triggers.length === 1)).toBe(
      true,
    );
  });

  it('none, and no read, where nothing watched depends on it', async () => {
    const { inspect, now, asked } = inspector({ dependents: [stranger] });
    await inspect([ofCall]);
    expect([now, asked]).toEqual([[], []]);
  });

  it('are ten at once and the others in a wave, if none is on its way', async () => {
    for (const waves of [true, false]) {
      const { inspect, now, wave, claims } = inspector({ dependents: owners, waves });
      await inspect([ofCall]);
      expect([now.length, wave.length, claims.length]).toEqual([10, waves ? 2 : 0, 1]);
    }
    const ten = inspector({ dependents: owners.slice(0, 10) });
    await ten.inspect([ofCall]);
    expect([ten.now.length, ten.claims]).toEqual([10, []]);
  });

  it('are claimed by the calls and by how often it was looked at, so that a repeated run claims the same', async () => {
    const { inspect, claims } = inspector({ dependents: owners });
    await inspect([ofCall]);
    await inspect([ofCall]);
    await inspect([{ ...ofCall, again: 1 }]);
    expect(claims[0]).toBe(claims[1]);
    expect(claims[2]).not.toBe(claims[0]);
    const many = Array.from({ length: 300 }, (_, index) => ({ ...put, sameAs: `event-${index}` }));
    await inspect([{ ...ofCall, triggers: many }]);
    expect(claims[3]?.length).toBeLessThanOrEqual(500);
  });

  it('are of those who asked where it is another one than they knew, as part of the baseline if they were', async () => {
    const { inspect, now } = inspector({ dependents: [] });
    const asker = { account: shop, region: frankfurt, baseline: true };
    await inspect([
      ofSweep(shop, { asker }),
      ofSweep(archive, { knew: noon }),
      ofSweep(owners[0]!, { knew: later(noon, -60) }),
    ]);
    expect(now).toEqual([
      {
        account: shop,
        regions: [frankfurt],
        why: 'look-again',
        triggers: [],
        baseline: true,
        inspected: 'first',
      },
      {
        account: owners[0],
        regions: [home],
        why: 'look-again',
        triggers: [],
        baseline: undefined,
        inspected: 'changed',
      },
    ]);
  });
});

describe('another look at it', () => {
  it('follows the least often repeated of several calls, with all of them once, and none follows a sweep', async () => {
    const { inspect, inspections } = inspector({});
    const twice = { ...put, eventId: 'copy' };
    const other = { ...put, eventId: 'e-2', sameAs: 'e-2' };
    await inspect([
      { ...ofCall, again: 2 },
      { ...ofCall, triggers: [twice, other], again: 1 },
      ofSweep(shop),
    ]);
    expect(inspections.asked).toEqual([
      { request: { destination: bucket, triggers: [twice, other], again: 2, knew: noon }, seconds: 50 },
    ]);
    await inspect([ofSweep(shop)]);
    await inspect([{ ...ofCall, again: 4 }]);
    expect(inspections.asked).toHaveLength(1);
  });
});
