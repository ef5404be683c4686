import { describe, expect, it } from 'vitest';
import type { Trigger } from '#domain/facts/trigger.ts';
import type { Memory } from '#domain/facts/observation.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import {
  frankfurt,
  home,
  later,
  memory,
  noon,
  saved,
  shop,
  shopTrail,
  trail,
  trigger,
} from '#test/given/shop.ts';
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
async function told(
  calls: readonly Trigger[],
  seen?: Memory,
): Promise<{ told: IncidentId[]; listed: number }> {
  const stores = await memoryStores();
  if (seen) await saved(stores.issues, { at: noon, memory: seen });
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

  it('are counted where they failed only: calls that succeeded, and never showed, are kept and no more', async () => {
    const succeeded = many(10).map((call): Trigger => ({ ...call, outcome: { kind: 'succeeded' } }));
    expect((await told(succeeded)).told).toEqual([]);
  });

  it.each<[string, Partial<Trigger>, number]>([
    ['by its name, in the Region of the call', { trail: { kind: 'name', name: 'shop' }, region: home }, 1],
    ['by its name, from another Region', { trail: { kind: 'name', name: 'shop' }, region: frankfurt }, 0],
    ['by its ARN, from any Region', { trail: { kind: 'arn', arn: shopTrail }, region: frankfurt }, 1],
    ['by the name of one that was never seen', { trail: { kind: 'name', name: 'other' }, region: home }, 0],
    ['in no way', { region: home }, 0],
  ])('count when they name a trail that was seen %s', async (_, changes, times) => {
    const seen = memory(noon, {}, { trail: trail({ multiRegion: false }), seenAt: noon });
    const calls = many(10).map((call) => ({ ...call, dependsOn: undefined, ...changes }));
    expect((await told(calls, seen)).told).toHaveLength(times);
  });
});
