import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { burstIn, burstSize, burstWithin } from '#domain/issues/burst.ts';
import { instant } from '#domain/values/instant.ts';
import { trigger } from '#test/given/incidents.ts';

const calls = (moments: readonly number[]) =>
  moments.map((at, index) => trigger({ eventId: `e-${index}`, sameAs: `e-${index}`, at: instant(at) }));
const moments = fc.array(fc.integer({ min: 0, max: 20 * 60_000 }), { maxLength: 40 });

describe('a burst of attempts', () => {
  it('is ten calls within five minutes, and not nine, and not ten within more', () => {
    const apart = burstWithin / (burstSize - 1);
    const even = Array.from({ length: burstSize }, (_, index) => index * apart);
    expect(burstIn(calls(even))).toHaveLength(burstSize);
    expect(burstIn(calls(even.slice(1)))).toBeUndefined();
    expect(burstIn(calls([...even.slice(0, -1), burstWithin + 1]))).toBeUndefined();
  });

  it('is the same whatever the order, and however often a call is heard', () => {
    fc.assert(
      fc.property(moments, fc.infiniteStream(fc.nat()), (when, chance) => {
        const heard = calls(when);
        const order = new Map(heard.map((call) => [call, chance.next().value]));
        const shuffled = [...heard, ...heard.slice(0, 5)].sort(
          (left, right) => Number(order.get(left)) - Number(order.get(right)),
        );
        expect(burstIn(shuffled)).toEqual(burstIn(heard));
      }),
    );
  });

  it('is the same of calls of one moment, which are told apart by their ids', () => {
    const heard = calls(Array.from({ length: 12 }, () => 0));
    expect(burstIn(heard.toReversed())).toEqual(burstIn(heard));
    expect(burstIn(heard)?.map(({ sameAs }) => sameAs)).toEqual(
      heard
        .map(({ sameAs }) => sameAs)
        .sort()
        .slice(0, burstSize),
    );
  });

  it('lies within five minutes, and is there whenever ten calls do', () => {
    fc.assert(
      fc.property(moments, (when) => {
        const burst = burstIn(calls(when));
        const sorted = [...when].sort((left, right) => left - right);
        const dense = sorted.some(
          (at, index) => (sorted[index + burstSize - 1] ?? Infinity) - at <= burstWithin,
        );
        expect(burst !== undefined).toBe(dense);
        if (burst) expect(Number(burst.at(-1)?.at) - Number(burst[0].at)).toBeLessThanOrEqual(burstWithin);
      }),
    );
  });
});
