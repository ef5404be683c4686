import { expect, it } from 'vitest';
import { later, noon, shop, trigger } from '#test/given/shop.ts';
import type { Stores } from '#test/given/stores.ts';

/** What every attempt log promises. */
export function attemptLogContract(open: () => Promise<Stores>): void {
  it('keeps attempts in the order in which they happened, each with its reason', async () => {
    const { attempts, kept } = await open();
    const late = trigger({ accountId: shop, sameAs: 'e-2', at: later(noon, 9) });
    const early = trigger({ accountId: shop, sameAs: 'e-1', at: noon });
    await attempts.keepAttempt(late, 'it failed');
    await attempts.keepAttempt(early, 'its effect never showed');
    expect(await kept(shop)).toEqual([
      { trigger: early, why: 'its effect never showed' },
      { trigger: late, why: 'it failed' },
    ]);
  });

  it('keeps one call once, however often it is told', async () => {
    const { attempts, kept } = await open();
    const one = trigger({ accountId: shop, eventId: 'e-1', sameAs: 'shared', at: noon });
    await attempts.keepAttempt(one, 'it failed');
    await attempts.keepAttempt({ ...one, eventId: 'e-2' }, 'it failed');
    expect(await kept(shop)).toHaveLength(1);
  });

  it('keeps an attempt whose time is not known', async () => {
    const { attempts, kept } = await open();
    await attempts.keepAttempt(trigger({ accountId: shop, at: undefined }), 'it failed');
    expect(await kept(shop)).toHaveLength(1);
  });
}
