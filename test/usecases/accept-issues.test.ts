import { describe, expect, it } from 'vitest';
import { memoryAcceptances } from '#adapters/memory/memory-acceptances.ts';
import { acceptIncident } from '#usecases/answer/accept-incident.ts';
import { acceptIssues } from '#usecases/answer/accept-issues.ts';
import { unacceptIssues } from '#usecases/answer/unaccept-issues.ts';
import { evaluationWorld, everywhere } from '#test/given/evaluation-world.ts';
import { frankfurt, home, later, noon, shop } from '#test/given/shop.ts';

const day = 86_400;

/** A multi-Region trail that is stopped: one incident, open in three Regions. */
async function stoppedEverywhere() {
  const world = await evaluationWorld();
  world.put({ multiRegion: true });
  await world.evaluate();
  world.clock.pass(60);
  world.put({ multiRegion: true }, { logging: false, stoppedAt: later(noon, 60) });
  await world.evaluate();
  const acceptances = memoryAcceptances();
  const parts = { ...world.stores, acceptances, followUps: world.followUps };
  const said = (reason: string) => ({
    reason,
    owner: 'Jane Doe',
    until: later(noon, 7 * day),
    by: 'jane',
    at: world.clock.now(),
  });
  const regionsAccepted = async () =>
    (await acceptances.listAcceptancesOf(shop, world.clock.now())).flatMap(({ findings }) =>
      findings.flatMap(({ regions }) => regions),
    );
  const accept = acceptIssues(parts);
  const unaccept = unacceptIssues(parts);
  return { ...world, acceptances, parts, accept, unaccept, said, regionsAccepted };
}

describe('what is open in one Region of an account', () => {
  it('is accepted alone, and has only that looked at', async () => {
    const { accept, said, regionsAccepted, followUps } = await stoppedEverywhere();
    const outcome = await accept({ account: shop, region: home }, said('it moves'));
    expect(outcome).toEqual({ kind: 'accepted', accounts: 1, until: later(noon, 7 * day) });
    expect(await regionsAccepted()).toEqual([home]);
    expect(followUps.sent.laterLooks.at(-1)?.request).toMatchObject({ account: shop, regions: [home] });
  });

  it('is accepted beside another that was accepted before, with the new reason', async () => {
    const { accept, said, regionsAccepted, acceptances, clock } = await stoppedEverywhere();
    await accept({ account: shop, region: home }, said('it moves'));
    await accept({ account: shop, region: frankfurt }, said('all of it moves'));
    expect(await regionsAccepted()).toEqual([home, frankfurt].toSorted());
    const [kept, ...others] = await acceptances.listAcceptancesOf(shop, clock.now());
    expect([kept?.reason, others]).toEqual(['all of it moves', []]);
  });

  it('stays accepted when the rest of the incident is accepted as a whole later', async () => {
    const { parts, accept, said, regionsAccepted, evaluate, acceptances, open } = await stoppedEverywhere();
    await accept({ account: shop, region: home }, said('it moves'));
    await evaluate({ why: 'look-again' }, { acceptances });
    const [left] = (await open()).filter(({ state }) => state === 'open');
    await acceptIncident(parts)({ ...said('all of it moves'), incident: left!.incident }, 'command');
    expect(await regionsAccepted()).toEqual([...everywhere].toSorted());
  });

  it('is accepted once, however often that is asked', async () => {
    const { accept, said, regionsAccepted } = await stoppedEverywhere();
    for (let time = 0; time < 3; time += 1) await accept({ account: shop, region: home }, said('it moves'));
    expect(await regionsAccepted()).toEqual([home]);
  });

  it('is taken back alone; the last one that is taken back ends the acceptance', async () => {
    const { accept, unaccept, said, regionsAccepted, acceptances, clock } = await stoppedEverywhere();
    await accept({ account: shop }, said('it moves'));
    expect(await regionsAccepted()).toEqual(everywhere.toSorted());
    expect(await unaccept({ account: shop, region: home }, 'john', clock.now())).toMatchObject({
      kind: 'taken-back',
    });
    expect(await regionsAccepted()).toEqual(everywhere.filter((one) => one !== home).toSorted());
    await unaccept({ account: shop }, 'john', clock.now());
    expect(await regionsAccepted()).toEqual([]);
    expect(await acceptances.listAcceptances()).toMatchObject([{ endedBy: 'john', until: clock.now() }]);
  });

  it.each(['', ' '])('is not accepted without a reason (%j)', async (reason) => {
    const { accept, said, regionsAccepted } = await stoppedEverywhere();
    expect(await accept({ account: shop, region: home }, said(reason))).toMatchObject({ kind: 'refused' });
    expect(await regionsAccepted()).toEqual([]);
  });

  it('is not accepted where nothing is, and not taken back where nothing was', async () => {
    const { accept, unaccept, said, clock, put, evaluate } = await stoppedEverywhere();
    put({ multiRegion: true }, { logging: true, startedAt: later(noon, 120) });
    clock.pass(120);
    await evaluate();
    clock.pass(120);
    await evaluate();
    expect(await accept({ account: shop }, said('it moves'))).toEqual({
      kind: 'refused',
      why: 'nothing is open there',
    });
    expect(await unaccept({ account: shop }, 'john', clock.now())).toMatchObject({ kind: 'refused' });
  });
});
