import { expect, it } from 'vitest';
import { memoryArrivals } from '#adapters/memory/memory-arrivals.ts';
import type { Decision } from '#domain/facts/decision.ts';
import { noteArrivals } from '#usecases/evaluate/note-arrivals.ts';
import { at, prod, trigger } from '#test/given/incidents.ts';

const decided = (changes: Parameters<typeof trigger>[0], decision = 'evaluate'): Decision =>
  ({ decision, trigger: trigger(changes), because: '', scope: { accountId: prod } }) as unknown as Decision;

it.each<[string, Decision, number]>([
  ['a StartLogging', decided({ eventName: 'StartLogging' }), 1],
  ['a StartLogging that failed', decided({ eventName: 'StartLogging' }, 'attempt'), 1],
  ['another call', decided({ eventName: 'StopLogging' }), 0],
  ['an account id that is none', decided({ eventName: 'StartLogging', accountId: 'me' }), 0],
  ['an event that is ignored', { decision: 'ignore', because: 'no reason' } as unknown as Decision, 0],
])('%s is noted as an arrival, and then planned like any other event: %#', async (_, decision, count) => {
  const arrivals = memoryArrivals();
  const planned: Decision[] = [];
  const plan = noteArrivals({ arrivals, clock: { now: () => at('12:00:20') } }, async (one) => {
    planned.push(one);
    return 'planned';
  });
  expect(await plan(decision)).toBe('planned');
  expect(planned).toEqual([decision]);
  const listed = await arrivals.listArrivals(prod);
  expect(listed).toHaveLength(count);
  for (const arrival of listed)
    expect(arrival).toEqual({
      account: prod,
      region: 'eu-west-1',
      eventId: 'e-1',
      calledAt: at('12:00:08'),
      heardAt: at('12:00:20'),
    });
});
