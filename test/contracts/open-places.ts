import { expect, it } from 'vitest';
import { findingKey } from '#domain/findings/finding.ts';
import { finding, home, later, manyAccounts, noon, saved, shop, shopTrail } from '#test/given/shop.ts';
import type { Stores } from '#test/given/stores.ts';

/** What every index of open places promises. */
export function openPlacesContract(open: () => Promise<Stores>): void {
  it('has the places with open findings, their keys, and when they were last looked at', async () => {
    const { open: places, issues } = await open();
    const stopped = finding({ subject: shopTrail });
    await saved(issues, { at: noon, findings: [stopped, finding({ rule: 'no-trail', state: 'resolved' })] });
    expect(await places.listOpenPlaces()).toEqual([
      {
        account: shop,
        region: home,
        keys: [findingKey('logging-stopped', shopTrail)],
        blind: true,
        lookedAt: noon,
      },
    ]);
    await saved(issues, { at: later(noon, 60), findings: [{ ...stopped, state: 'resolved' }] });
    expect(await places.listOpenPlaces()).toEqual([]);
  });

  it('knows the looks that were asked for since a moment, at thousands of accounts', async () => {
    const { open: places } = await open();
    const accounts = manyAccounts(6000);
    await places.noteAsked({ at: noon, accounts, regions: 'all' });
    const one = { at: later(noon, 60), accounts: [accounts[3]!], regions: [home] };
    await places.noteAsked(one);
    const asked = await places.listAsked(noon);
    expect(asked.flatMap((looks) => (looks.regions === 'all' ? looks.accounts : [])).toSorted()).toEqual(
      accounts.toSorted(),
    );
    expect(await places.listAsked(later(noon, 1))).toEqual([one]);
  });
}
