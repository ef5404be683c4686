import { expect, it } from 'vitest';
import { finding, home, later, noon, saved, shop, shopTrail } from '#test/given/shop.ts';
import type { Stores } from '#test/given/stores.ts';

/** What every index of living incidents promises. */
export function livingIncidentsContract(open: () => Promise<Stores>): void {
  const claim = { cause: finding().cause, since: noon, at: noon };

  it('has an incident from its claim on, once, in one partition or in many', async () => {
    for (const wide of [false, true]) {
      const { living, incidents } = await open();
      expect(await living.listLiving()).toEqual([]);
      const incident = await incidents.claimIncident({ ...claim, wide });
      await incidents.claimIncident({ ...claim, wide });
      expect(await living.listLiving()).toEqual([incident]);
    }
  });

  it('keeps it while it is resolved, or its issue is closed, until it is closed itself', async () => {
    const { living, incidents, issues } = await open();
    const incident = await incidents.claimIncident(claim);
    const over = finding({ subject: shopTrail, incident, state: 'resolved', resolvedAt: noon });
    await issues.closeIssue(await saved(issues, { at: noon, findings: [over] }), {
      at: later(noon, 60),
      because: 'healthy',
    });
    expect(await living.listLiving()).toEqual([incident]);
    const view = (await incidents.readIncident(incident))!;
    await living.closeIncident(view, later(noon, 90));
    await living.closeIncident(view, later(noon, 90));
    expect(await living.listLiving()).toEqual([]);
  });

  it('leaves a later incident of the same cause alone', async () => {
    const { living, incidents, issues } = await open();
    const first = await incidents.claimIncident(claim);
    const over = finding({
      subject: shopTrail,
      incident: first,
      state: 'resolved',
      resolvedAt: later(noon, 1),
    });
    await saved(issues, { at: later(noon, 1), account: shop, region: home, findings: [over] });
    const view = (await incidents.readIncident(first))!;
    const again = { ...claim, since: later(noon, 9 * 3600), at: later(noon, 9 * 3600) };
    const second = await incidents.claimIncident(again);
    await living.closeIncident(view, later(noon, 10 * 3600));
    expect(await living.listLiving()).toEqual([second]);
    expect(await incidents.claimIncident(again)).toBe(second);
  });
}
