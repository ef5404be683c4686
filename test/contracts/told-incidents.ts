import { expect, it } from 'vitest';
import { finding, home, later, lookResult, noon, saved, shop, shopTrail } from '#test/given/shop.ts';
import type { Stores } from '#test/given/stores.ts';

/** The contract of a list of told incidents. */
export function toldIncidentsContract(open: () => Promise<Stores>): void {
  const told = { ref: '1.0', place: 'C1', at: noon };

  async function incidentIn(stores: Stores, changes: Parameters<typeof finding>[0] = {}, wide = false) {
    const { issues, incidents } = stores;
    const incident = await incidents.claimIncident({ cause: finding().cause, since: noon, at: noon, wide });
    const one = finding({ subject: shopTrail, incident, ...changes });
    await issues.saveLook(
      lookResult(await issues.readRemembered(shop, home), { at: later(noon, 1), findings: [one] }),
    );
    return incident;
  }

  it('lists what was told and still stands, in one partition or in many', async () => {
    for (const wide of [false, true]) {
      const stores = await open();
      const incident = await incidentIn(stores, {}, wide);
      expect(await stores.toldIncidents.listLivingIncidents()).toEqual([]);
      const blank = await stores.receipts.readReceipt(incident, 'slack|#sec');
      await stores.receipts.writeReceipt({ ...blank, told });
      expect(await stores.toldIncidents.listLivingIncidents()).toEqual([incident]);
    }
  });

  it('leaves out what is over or closed', async () => {
    const stores = await open();
    const incident = await incidentIn(stores, { state: 'resolved', resolvedAt: noon });
    await stores.receipts.writeReceipt({
      ...(await stores.receipts.readReceipt(incident, 'slack|#sec')),
      told,
    });
    expect(await stores.toldIncidents.listLivingIncidents()).toEqual([]);
    const again = await open();
    const open2 = await incidentIn(again);
    await again.receipts.writeReceipt({ ...(await again.receipts.readReceipt(open2, 'slack|#sec')), told });
    const { issue } = await again.issues.readRemembered(shop, home);
    await again.issues.closeIssue(issue!, { at: later(noon, 60), because: 'account-left' });
    expect(await again.toldIncidents.listLivingIncidents()).toEqual([]);
    expect(await saved(again.issues, { at: later(noon, 90) })).toMatchObject({ status: 'open' });
  });
}
