import { expect, it } from 'vitest';
import { finding, home, later, lookResult, noon, saved, shop, shopTrail } from './given.ts';
import type { Stores } from './stores.ts';

/** What whoever lists the incidents that were told promises. */
export function toldIncidentsContract(open: () => Promise<Stores>): void {
  const told = { ref: '1.0', place: 'C1', at: noon };

  async function incidentIn(stores: Stores, changes: Parameters<typeof finding>[0] = {}, wide = false) {
    const { issues, incidents } = stores;
    const incident = await incidents.claim({ cause: finding().cause, since: noon, at: noon, wide });
    const one = finding({ subject: shopTrail, incident, ...changes });
    await issues.save(lookResult(await issues.read(shop, home), { at: later(noon, 1), findings: [one] }));
    return incident;
  }

  it('lists what was told and still stands, in one partition or in many', async () => {
    for (const wide of [false, true]) {
      const stores = await open();
      const incident = await incidentIn(stores, {}, wide);
      expect(await stores.toldIncidents.living()).toEqual([]);
      const blank = await stores.receipts.read(incident, 'slack|#sec');
      await stores.receipts.write({ ...blank, told });
      expect(await stores.toldIncidents.living()).toEqual([incident]);
    }
  });

  it('leaves out what is over or closed', async () => {
    const stores = await open();
    const incident = await incidentIn(stores, { state: 'resolved', resolvedAt: noon });
    await stores.receipts.write({ ...(await stores.receipts.read(incident, 'slack|#sec')), told });
    expect(await stores.toldIncidents.living()).toEqual([]);
    const again = await open();
    const open2 = await incidentIn(again);
    await again.receipts.write({ ...(await again.receipts.read(open2, 'slack|#sec')), told });
    const { issue } = await again.issues.read(shop, home);
    await again.issues.close(issue!, { at: later(noon, 60), because: 'account-left' });
    expect(await again.toldIncidents.living()).toEqual([]);
    expect(await saved(again.issues, { at: later(noon, 90) })).toMatchObject({ status: 'open' });
  });
}
