import { describe, expect, it } from 'vitest';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import type { ForwardingCheck } from '#ports/forwarding.ts';
import { frankfurt, home, later, noon, shop, trigger } from '#test/given/shop.ts';
import { asksForParts, gapsByRegion, judgesParts } from '#usecases/guard/read-gaps.ts';

const hour = 3600;
const gap = { region: home, kind: 'disabled', what: 'cloudtrail', since: noon } as const;
const check: ForwardingCheck = {
  account: shop,
  at: noon,
  gaps: [gap],
  lackedAt: noon,
  whole: [{ region: frankfurt, template: 'now' }],
};

describe('the last read of the parts of an account', () => {
  it.each([
    ['the sweep', 'sweep', true],
    ['a repeated look', 'look-again', true],
    ['a look at the parts', 'parts', true],
    ['an event, which is not to wait for it', 'event', false],
  ] as const)('is judged by %s: %s, %s', (_, why, is) => {
    expect(judgesParts({ why })).toBe(is);
  });

  it('names the gaps of each Region that it read, and of the whole ones that there are none', () => {
    expect(gapsByRegion(check, later(noon, hour))).toEqual(
      new Map<string, unknown>([
        [frankfurt, []],
        [home, [gap]],
      ]),
    );
  });

  it.each([
    ['never made', undefined, noon, false],
    ['three hours old', check, later(noon, 3 * hour), true],
    ['a second older', check, later(noon, 3 * hour + 1), false],
  ])('says something unless it was %s', (_, one, at, is) => {
    expect(gapsByRegion(one, at) !== undefined).toBe(is);
  });

  const again: Pick<EvaluationRequest, 'why' | 'triggers'> = { why: 'look-again', triggers: [] };
  it.each([
    ['a look again, within a day of the last gap', again, check, later(noon, 24 * hour), true],
    ['a look again, a second later', again, check, later(noon, 24 * hour + 1), false],
    [
      'a look again where no gap was ever found',
      again,
      { ...check, lackedAt: undefined },
      later(noon, hour),
      false,
    ],
    ['a look again where nothing was read yet', again, undefined, later(noon, hour), false],
    ['a look again for an event', { ...again, triggers: [trigger()] }, check, later(noon, hour), false],
    ['the sweep', { ...again, why: 'sweep' }, check, later(noon, hour), false],
  ] as const)('is repeated, to see whether a gap was closed: %s', (...[, request, one, at, is]) => {
    expect(asksForParts(request, one, at)).toBe(is);
  });
});
