import { describe, expect, it } from 'vitest';
import { overMilestones } from '#domain/announcements/over-milestones.ts';
import type { Member } from '#domain/issues/incident.ts';
import type { Recipient } from '#ports/channel.ts';
import { home, later, noon, saved, shop, shopTrail } from '#test/given/shop.ts';
import { healed, member } from '#test/given/incidents.ts';
import { reconcileDay } from '#usecases/day/reconcile-day.ts';
import { i1, security, tellingWorld, tickets, toldInTheEnd } from '#test/given/telling-world.ts';

const here = { account: shop, region: home };
const stopped = member({ subject: shopTrail }, here);
const over = member({ ...healed, subject: shopTrail }, here);
const weak = member({ ...healed, subject: shopTrail, harmful: false }, here);

async function day(members: readonly Member[], destinations: readonly Recipient[] = [security]) {
  const world = await tellingWorld();
  await saved(world.stores.issues, { at: noon, findings: members.map(({ finding }) => finding) });
  world.incidentHas(members);
  const parts = {
    ...world.stores,
    clock: world.clock,
    overMilestones,
    endInherited: async () => true,
    destinations: async () => destinations,
  };
  const status = async () => (await world.stores.issues.readRemembered(shop, home)).issue?.status;
  return { ...world, parts, status, reconcile: reconcileDay(parts) };
}

describe('the daily reconciliation', () => {
  it('closes what was healed and told', async () => {
    const world = await day([over]);
    await toldInTheEnd(world);
    world.clock.pass(86_400);
    expect(await world.reconcile()).toHaveLength(1);
    const { issue } = await world.stores.issues.readRemembered(shop, home);
    expect(issue).toMatchObject({ status: 'closed', timestamps: { closed: world.clock.now() } });
    expect(await world.reconcile()).toEqual([]);
  });

  it('leaves open what is open', async () => {
    const world = await day([stopped]);
    await toldInTheEnd(world);
    expect(await world.reconcile()).toEqual([]);
    expect(await world.status()).toBe('open');
  });

  it('leaves what is whitelisted, which every daily report names', async () => {
    const world = await day([member({ subject: shopTrail, state: 'whitelisted' }, here)]);
    await toldInTheEnd(world);
    expect(await world.reconcile()).toEqual([]);
  });

  it('does not close what nobody was told of', async () => {
    const world = await day([over]);
    expect(await world.reconcile()).toEqual([]);
  });

  it('does not close while the end was not said everywhere', async () => {
    const world = await day([over], [security, tickets]);
    await toldInTheEnd(world);
    expect(await world.reconcile()).toEqual([]);
    await toldInTheEnd(world, tickets);
    expect(await world.reconcile()).toHaveLength(1);
  });

  it('does not close when only the beginning was told', async () => {
    const world = await day([over]);
    world.incidentHas([stopped]);
    await toldInTheEnd(world);
    world.incidentHas([over]);
    expect(await world.reconcile()).toEqual([]);
    await toldInTheEnd(world);
    expect(await world.reconcile()).toHaveLength(1);
  });

  it('closes what only weakened and is healed, of which nobody is told', async () => {
    const world = await day([weak]);
    expect(await world.reconcile()).toHaveLength(1);
    expect(world.channel.calls).toEqual([]);
  });

  it('closes where nobody is to be told', async () => {
    expect(await (await day([over], [])).reconcile()).toHaveLength(1);
  });

  it('leaves for the next day what changed while it was looked at', async () => {
    const world = await day([over]);
    await toldInTheEnd(world);
    const meddled = {
      ...world.parts,
      incidents: {
        ...world.stores.incidents,
        readIncident: async (id: typeof i1) => {
          await saved(world.stores.issues, { at: later(noon, 60), findings: [stopped.finding] });
          return world.stores.incidents.readIncident(id);
        },
      },
    };
    const unmeddled = await world.stores.incidents.readIncident(i1);
    expect(unmeddled?.members).toHaveLength(1);
    expect(await reconcileDay(meddled)()).toEqual([]);
    expect(await world.status()).toBe('open');
  });
});
