import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settableClock } from '#adapters/memory/settable-clock.ts';
import { instant } from '#domain/values/instant.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import { manyAccounts, noon, shop } from '#test/given/shop.ts';
import { fairShare, shareOfMinute } from '#usecases/evaluate/fair-share.ts';

const request = (changes: Partial<EvaluationRequest> = {}): EvaluationRequest => ({
  account: shop,
  regions: 'all',
  why: 'event',
  triggers: [],
  ...changes,
});

describe('the share of an account', () => {
  it('is so many evaluations a minute, and the same again in the next', () => {
    const clock = settableClock(noon);
    const isWithin = fairShare(clock);
    const now = () => Array.from({ length: 5 }, () => isWithin(request()));
    const expected = Array.from({ length: 5 }, (_, index) => index < shareOfMinute);
    expect(now()).toEqual(expected);
    clock.set(instant(noon + 59_999));
    expect(now()).toEqual([false, false, false, false, false]);
    clock.set(instant(noon + 60_000));
    expect(now()).toEqual(expected);
  });

  it('is not lessened by another account, however many calls that one makes', () => {
    const isWithin = fairShare(settableClock(noon));
    for (let call = 0; call < 5000; call += 1) isWithin(request());
    expect(manyAccounts(100).map((account) => isWithin(request({ account })))).not.toContain(false);
  });

  it.each([
    { why: 'sweep' },
    { why: 'member' },
    { why: 'parts' },
    { why: 'event', unhurried: true },
    { why: 'look-again', unhurried: true },
  ] as const)('does not concern what waits on another queue: %o', (changes) => {
    const isWithin = fairShare(settableClock(noon));
    for (let call = 0; call < 50; call += 1) expect(isWithin(request(changes))).toBe(true);
  });

  it('is never more than a fixed number in any minute, in whatever order calls come', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 200 });
    fc.assert(
      fc.property(steps, (pauses) => {
        const clock = settableClock(noon);
        const isWithin = fairShare(clock);
        const answered = pauses.filter((pause) => {
          clock.set(instant(clock.now() + pause));
          return isWithin(request());
        });
        const minutes = pauses.reduce((sum, pause) => sum + pause, 0) / 60_000;
        expect(answered.length).toBeLessThanOrEqual(shareOfMinute * (minutes + 1));
      }),
    );
  });
});
