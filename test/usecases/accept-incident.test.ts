import { describe, expect, it } from 'vitest';
import { memoryAcceptances } from '#adapters/memory/memory-acceptances.ts';
import type { Accepting } from '#domain/issues/acceptance.ts';
import { exemptionsOf } from '#domain/issues/acceptance.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import { acceptIncident } from '#usecases/answer/accept-incident.ts';
import { recheckIncident } from '#usecases/answer/recheck-incident.ts';
import { unacceptIncident } from '#usecases/answer/unaccept-incident.ts';
import { evaluationWorld, stopOf, virginia } from '#test/given/evaluation-world.ts';
import { frankfurt, home, later, manyAccounts, noon, shop, shopTrail } from '#test/given/shop.ts';

const day = 86_400;

/** A trail of one Region, which is stopped while others still record: the incident that may be accepted. */
async function stoppedBesideAnother(peak: 'high' | 'critical' = 'high') {
  const world = await evaluationWorld();
  world.put({});
  if (peak === 'high') world.put({ arn: other, name: 'other', bucket: 'elsewhere' });
  await world.evaluate();
  world.clock.pass(60);
  world.put({}, { logging: false, stoppedAt: later(noon, 60) });
  await world.evaluate({ regions: [home], why: 'event', triggers: [stopOf(shopTrail)] });
  const acceptances = memoryAcceptances();
  const parts = { ...world.stores, acceptances, followUps: world.followUps };
  const [found] = await world.open();
  const incident = found!.incident;
  const asked: Accepting = {
    incident,
    reason: 'It is replaced this week',
    owner: 'Jane Doe',
    until: later(noon, 7 * day),
    at: world.clock.now(),
    by: 'jane (U01) in Slack',
  };
  const look = () => world.evaluate({ regions: [home], why: 'look-again' }, { acceptances });
  const findings = async (): Promise<readonly TrackedFinding[]> => {
    const { issue } = await world.stores.issues.readRemembered(shop, home);
    return [...(issue?.findings.values() ?? [])].filter(({ rule }) => rule === 'logging-stopped');
  };
  return { ...world, acceptances, parts, asked, look, findings, incident };
}
const other = shopTrail.replace('trail/shop', 'trail/other') as typeof shopTrail;

describe('an incident that is accepted at run time', () => {
  it('is judged as one of the whitelist is, by the next look, which is asked for at once', async () => {
    const world = await stoppedBesideAnother();
    expect(await acceptIncident(world.parts)(world.asked, 'button')).toMatchObject({
      kind: 'accepted',
      accounts: 1,
    });
    expect(world.followUps.sent.laterLooks.at(-1)).toEqual({
      request: { account: shop, regions: [home], why: 'look-again', triggers: [] },
      seconds: 0,
    });
    world.clock.pass(1);
    await world.look();
    expect(await world.findings()).toMatchObject([
      {
        state: 'whitelisted',
        incident: world.incident,
        exemptBecause: 'It is replaced this week',
        exemptBy: 'Jane Doe',
        exemptUntil: later(noon, 7 * day),
      },
    ]);
  });

  it('is raised again at its end, as an incident of its own', async () => {
    const world = await stoppedBesideAnother();
    await acceptIncident(world.parts)(world.asked, 'button');
    world.clock.pass(1);
    await world.look();
    world.clock.pass(7 * day);
    await world.look();
    const [again] = await world.findings();
    expect(again).toMatchObject({ state: 'open', returnsFrom: world.incident, wasExempt: true });
    expect(again?.incident).not.toBe(world.incident);
  });

  it('is raised again when it is taken back, and nothing is taken back twice', async () => {
    const world = await stoppedBesideAnother();
    await acceptIncident(world.parts)(world.asked, 'button');
    world.clock.pass(1);
    await world.look();
    world.clock.pass(60);
    const back = { incident: world.incident, by: 'John', at: world.clock.now() };
    expect(await unacceptIncident(world.parts)(back)).toEqual({ kind: 'taken-back', accounts: 1 });
    world.clock.pass(1);
    await world.look();
    expect(await world.findings()).toMatchObject([{ state: 'open', returnsFrom: world.incident }]);
    const again = { ...back, by: 'Jack', at: world.clock.now() };
    expect(await unacceptIncident(world.parts)(again)).toMatchObject({ kind: 'refused' });
  });

  it('hides its own Regions, rules and trail only', async () => {
    const world = await stoppedBesideAnother();
    await acceptIncident(world.parts)(world.asked, 'button');
    const [kept] = await world.acceptances.listAcceptances();
    expect(exemptionsOf(kept!)).toEqual([
      expect.objectContaining({
        accountId: shop,
        regions: [home],
        rules: ['logging-stopped'],
        trail: shopTrail,
      }),
    ]);
    expect([frankfurt, virginia].some((one) => exemptionsOf(kept!)[0]?.regions?.includes(one))).toBe(false);
  });

  it('may be accepted twice: the second time with another end', async () => {
    const world = await stoppedBesideAnother();
    const accept = acceptIncident(world.parts);
    await accept(world.asked, 'button');
    await accept({ ...world.asked, until: later(noon, day) }, 'button');
    expect(await world.acceptances.listAcceptances()).toMatchObject([{ until: later(noon, day) }]);
  });
});

describe('is not accepted', () => {
  it.each([
    ['without a reason', { reason: '  ' }],
    ['without an owner', { owner: '' }],
    ['with an end in the past', { until: noon }],
    ['for longer than 30 days', { until: later(noon, 31 * day) }],
  ])('%s', async (_, changes) => {
    const world = await stoppedBesideAnother();
    expect(await acceptIncident(world.parts)({ ...world.asked, ...changes }, 'button')).toMatchObject({
      kind: 'refused',
    });
    expect(await world.acceptances.listAcceptances()).toEqual([]);
  });

  it('by a button where nothing is recorded; an operator may, for a year at most', async () => {
    const world = await stoppedBesideAnother('critical');
    expect(await acceptIncident(world.parts)(world.asked, 'button')).toMatchObject({
      why: 'nothing is recorded there',
    });
    const long = { ...world.asked, until: later(noon, 400 * day) };
    expect(await acceptIncident(world.parts)(long, 'command')).toMatchObject({ kind: 'refused' });
    expect(await acceptIncident(world.parts)(world.asked, 'command')).toMatchObject({ kind: 'accepted' });
  });

  it.each([
    [100, { kind: 'accepted', accounts: 100 }],
    [
      101,
      { kind: 'refused', why: expect.stringContaining('it is open in 101 accounts, and 100 are the most') },
    ],
  ])('in %i accounts: a hundred are the most', async (count, outcome) => {
    const world = await stoppedBesideAnother();
    const view = (await world.stores.incidents.readIncident(world.incident))!;
    const [one] = view.members;
    const members = manyAccounts(count).map((account) => ({ ...one!, account }));
    const incidents = { readIncident: async () => ({ ...view, members }) };
    const parts = { ...world.parts, incidents };
    expect(await acceptIncident(parts)(world.asked, 'command')).toMatchObject(outcome);
    expect(await world.acceptances.listAcceptances()).toHaveLength(count > 100 ? 0 : count);
  });

  it('when there is no such incident, or it is over', async () => {
    const world = await stoppedBesideAnother();
    const nowhere = { ...world.asked, incident: 'nothing' as typeof world.incident };
    expect(await acceptIncident(world.parts)(nowhere, 'command')).toMatchObject({ kind: 'refused' });
    world.put({});
    for (const seconds of [10, 70]) {
      world.clock.pass(seconds);
      await world.look();
    }
    expect(await acceptIncident(world.parts)(world.asked, 'command')).toMatchObject({
      why: 'it is not open any more',
    });
    expect(await recheckIncident(world.parts)(world.incident)).toMatchObject({ kind: 'refused' });
  });
});

it('another look is asked for where an incident is open', async () => {
  const world = await stoppedBesideAnother();
  expect(await recheckIncident(world.parts)(world.incident)).toEqual({ kind: 'asked', accounts: 1 });
  expect(world.followUps.sent.laterLooks.at(-1)?.request).toMatchObject({ account: shop, regions: [home] });
});
