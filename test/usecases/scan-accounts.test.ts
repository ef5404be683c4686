import { describe, expect, it } from 'vitest';
import type { AccountId } from '#domain/values/account-id.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import type { InspectionRequest } from '#ports/log-destinations.ts';
import { management } from '#test/given/evaluation-world.ts';
import { home, manyAccounts, shop } from '#test/given/shop.ts';
import type { ScanParts } from '#usecases/scan/scan-accounts.ts';
import { emptyScan, scanAccounts } from '#usecases/scan/scan-accounts.ts';

const [first, second] = manyAccounts(2) as [AccountId, AccountId];
const scope = { owners: [management], others: [shop, first, second] };
const bucket = (id: string): InspectionRequest['destination'] => ({ kind: 'bucket', id });
const inspection = (id: string, of = shop): InspectionRequest => ({
  destination: bucket(id),
  triggers: [],
  asker: { account: of, region: home },
});
const expired = new Error('ExpiredToken');

interface Given {
  /** What the first looks ask for. */
  readonly inspections?: readonly InspectionRequest[];
  readonly lakes?: readonly AccountId[];
  /** Fails a look, an inspection or a read of event data stores by throwing. */
  readonly fails?: (what: string) => void;
  readonly before?: (what: string) => void;
}

/** A scan of four accounts; what it did, in order, is in `done`. */
function scanning({ inspections = [], lakes = [], fails, before }: Given = {}) {
  const done: string[] = [];
  const asked: EvaluationRequest[] = [];
  const state = emptyScan();
  const stop = new AbortController();
  const step = async (what: string): Promise<void> => {
    before?.(what);
    done.push(what);
    await Promise.resolve();
    fails?.(what);
  };
  const parts: ScanParts = {
    evaluate: async (request) => {
      asked.push(request);
      await step(`${request.inspected ?? 'look'} ${request.account}`);
    },
    inspect: async (all) => step(`${all[0].destination.id} for ${all.length}`),
    inspectLake: async ({ lake }) => step(`lake ${lake}`),
    asked: {
      inspections: [...inspections],
      lakes: lakes.map((lake) => ({ lake, regions: [{ region: home }], triggers: [] })),
    },
    isFinal: (error) => error === expired,
  };
  return { done, asked, state, stop, run: () => scanAccounts(parts, scope, state, stop.signal) };
}
const accounts = [management, shop, first, second];

describe('a scan', () => {
  it('looks at owners of organization trails, then at the others, and judges all again with what was read', async () => {
    const { run, done, asked, state } = scanning({
      inspections: [inspection('a'), inspection('b'), inspection('a', first)],
      lakes: [shop],
    });
    await run();
    expect(done).toEqual([
      ...accounts.map((one) => `look ${one}`),
      'a for 2',
      'b for 1',
      `lake ${shop}`,
      ...accounts.map((one) => `first ${one}`),
    ]);
    expect(asked[0]).toEqual({
      account: management,
      regions: 'all',
      why: 'sweep',
      triggers: [],
      baseline: true,
    });
    expect(asked.at(-1)).toEqual({
      account: second,
      regions: 'all',
      why: 'look-again',
      triggers: [],
      baseline: true,
      inspected: 'first',
    });
    expect([[...state.done], state.failed.size, state.uninspected.size, state.ended]).toEqual([
      accounts,
      0,
      0,
      undefined,
    ]);
  });

  it('begins with none of the others before the owners are done', async () => {
    const { run, done } = scanning({
      fails: (what) => expect(done.length > 1 || what.endsWith(management)).toBe(true),
    });
    await run();
    expect(done[0]).toBe(`look ${management}`);
  });

  it('looks eight accounts at once, and no more', async () => {
    const many = manyAccounts(30);
    let [running, most] = [0, 0];
    const evaluate = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
    };
    const nothing = async () => undefined;
    const parts = {
      evaluate,
      inspect: nothing,
      inspectLake: nothing,
      asked: { inspections: [], lakes: [] },
      isFinal: () => false,
    };
    await scanAccounts(parts, { owners: [], others: many }, emptyScan(), new AbortController().signal);
    expect(most).toBe(8);
  });

  it('looks twice again at an account where looking fails, and says why it failed in the end', async () => {
    const fault = new Error('Rate exceeded');
    const { run, done, state } = scanning({
      fails: (what) => {
        if (what === `look ${shop}`) throw fault;
      },
    });
    await run();
    expect(done.filter((what) => what.endsWith(shop))).toHaveLength(3);
    expect([...state.failed]).toEqual([[shop, fault]]);
    expect(state.done.has(shop)).toBe(false);
    expect(done.filter((what) => what.endsWith(first))).toEqual([`look ${first}`, `first ${first}`]);
  });

  it('forgets a failure that was followed by a look that got through', async () => {
    let left = 1;
    const { run, done, state } = scanning({
      fails: (what) => {
        if (what === `look ${shop}` && left-- > 0) throw new Error('Rate exceeded');
      },
    });
    await run();
    expect([state.failed.size, state.done.has(shop)]).toEqual([0, true]);
    expect(done.filter((what) => what.endsWith(shop))).toEqual([
      `look ${shop}`,
      `look ${shop}`,
      `first ${shop}`,
    ]);
  });

  it('goes on without a bucket or event data stores that cannot be read, and names them', async () => {
    const fault = new Error('503');
    const { run, done, state } = scanning({
      inspections: [inspection('a'), inspection('b')],
      lakes: [shop, first],
      fails: (what) => {
        if (what === 'a for 1' || what === `lake ${shop}`) throw fault;
      },
    });
    await run();
    expect([...state.uninspected]).toEqual([
      ['bucket#a', fault],
      [`CloudTrail Lake of ${shop}`, fault],
    ]);
    expect(done).toContain('b for 1');
    expect(done).toContain(`lake ${first}`);
    expect(done.at(-1)).toBe(`first ${second}`);
    expect(state.ended).toBeUndefined();
  });
});

describe('a scan ends early', () => {
  it.each([
    ['at a look', `look ${management}`, 1],
    ['at a bucket', 'a for 1', 5],
    ['at event data stores', `lake ${shop}`, 6],
  ])('when nothing more can be read, %s: nothing further is begun', async (_, at, count) => {
    const { run, done, state } = scanning({
      inspections: [inspection('a')],
      lakes: [shop],
      fails: (what) => {
        if (what === at) throw expired;
      },
    });
    await run();
    expect([done.at(-1), done.length, state.ended]).toEqual([at, count, expired]);
  });

  it('when it is interrupted', async () => {
    const { run, done, stop, state } = scanning({
      before: (what) => {
        if (what.endsWith(management)) stop.abort();
      },
    });
    await run();
    expect(done).toEqual([`look ${management}`]);
    expect([[...state.done], state.ended]).toEqual([[management], undefined]);
  });

  it('with the first of the errors that ended it', async () => {
    const other = new Error('another');
    const { run, state } = scanning({
      fails: (what) => {
        if (what.startsWith('look')) throw what.endsWith(shop) ? other : expired;
      },
    });
    await run();
    expect(state.ended).toBe(expired);
  });
});
