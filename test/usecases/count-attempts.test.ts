import { describe, expect, it } from 'vitest';
import type { Trigger } from '#domain/facts/trigger.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import { later, noon, shop, trigger } from '#test/given/shop.ts';
import { memoryStores } from '#test/given/stores.ts';
import { countAttempts } from '#usecases/evaluate/count-attempts.ts';

function refused(seconds: number): Trigger {
  const eventId = `e-${seconds}`;
  return trigger({
    eventId,
    sameAs: eventId,
    accountId: shop,
    eventName: 'PutBucketPolicy',
    dependsOn: { kind: 'bucket', id: 'logs' },
    at: later(noon, seconds),
    outcome: { kind: 'failed', code: 'AccessDenied', message: 'no' },
  });
}

/** Counts calls in that order; the bursts that were told, one entry for each time. */
async function told(calls: readonly Trigger[]): Promise<{ told: IncidentId[]; listed: number }> {
  const stores = await memoryStores();
  const bursts: IncidentId[] = [];
  let listed = 0;
  const { keepAttempt } = countAttempts({
    ...stores,
    dependencies: {
      hasDependents: async () => true,
      claimWave: async () => true,
      listDependents: async () => {
        listed += 1;
        return [];
      },
    },
    tell: async (burst) => void bursts.push(burst),
  });
  for (const call of calls) await keepAttempt(call, 'it failed');
  return { told: bursts, listed };
}

const many = (count: number): Trigger[] => Array.from({ length: count }, (_, index) => refused(index));

describe('calls that were refused', () => {
  it('are told with the tenth', async () => {
    expect((await told(many(9))).told).toEqual([]);
    expect((await told(many(10))).told).toHaveLength(1);
  });

  it('are told again with the tenth, when it is delivered twice', async () => {
    expect(new Set((await told([...many(10), refused(9)])).told).size).toBe(1);
    expect((await told([...many(10), refused(9)])).told).toHaveLength(2);
  });

  it('send nothing more after the tenth, and list no trails, however many there are', async () => {
    expect(await told(many(500))).toMatchObject({ told: [expect.any(String)], listed: 0 });
  });

  it('are one burst in whatever order they come', async () => {
    const { told: bursts } = await told(many(14).reverse());
    expect(new Set(bursts).size).toBe(1);
  });
});
