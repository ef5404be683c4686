import { expect, it } from 'vitest';
import type { Acceptance } from '#domain/issues/acceptance.ts';
import { account, frankfurt, home, incidentId, later, noon, shop, shopTrail } from '#test/given/shop.ts';
import type { Stores } from '#test/given/stores.ts';

const one: Acceptance = {
  accountId: shop,
  incident: incidentId('i-1'),
  findings: [
    { rule: 'logging-stopped', subject: shopTrail, regions: [home, frankfurt] },
    { rule: 'no-trail', subject: '-', regions: [home] },
  ],
  reason: 'The trail is replaced this week',
  owner: 'Jane Doe',
  until: later(noon, 86_400),
  at: noon,
  by: 'jane (U01) in Slack',
};
const other = { ...one, accountId: account('444444444444'), incident: incidentId('i-2') };

/** What every store of acceptances promises. */
export function acceptancesContract(open: () => Promise<Stores>): void {
  it('lists, as it was kept, what holds for an account, and nothing of another', async () => {
    const { acceptances } = await open();
    await acceptances.keepAcceptance(one);
    await acceptances.keepAcceptance(other);
    expect(await acceptances.listAcceptancesOf(shop, noon)).toEqual([one]);
    expect(await acceptances.listAcceptancesOf(account('555555555555'), noon)).toEqual([]);
    expect(await acceptances.listAcceptancesIn(other.incident)).toEqual([other]);
    expect(await acceptances.listAcceptances()).toHaveLength(2);
  });

  it('ends at its end, not a millisecond before', async () => {
    const { acceptances } = await open();
    await acceptances.keepAcceptance(one);
    expect(await acceptances.listAcceptancesOf(shop, later(one.until, -0.001))).toHaveLength(1);
    expect(await acceptances.listAcceptancesOf(shop, one.until)).toEqual([]);
    expect(await acceptances.listAcceptancesIn(one.incident)).toEqual([one]);
  });

  it('replaces what was accepted before of the same account and incident', async () => {
    const { acceptances } = await open();
    const ended = { ...one, until: later(noon, 60), endedBy: 'John' };
    for (const kept of [one, one, ended]) await acceptances.keepAcceptance(kept);
    expect(await acceptances.listAcceptances()).toEqual([ended]);
  });
}
