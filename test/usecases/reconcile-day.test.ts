import { describe, expect, it } from 'vitest';
import { memoryReportQueue } from '#adapters/memory/memory-report-queue.ts';
import { overMilestones } from '#domain/announcements/over-milestones.ts';
import { instant } from '#domain/values/instant.ts';
import type { Member } from '#domain/issues/incident.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Recipient } from '#ports/channel.ts';
import { recipientKey } from '#ports/channel.ts';
import { account, home, later, manyAccounts, noon, saved, shop, shopTrail } from '#test/given/shop.ts';
import { evaluationWorld, stopOf } from '#test/given/evaluation-world.ts';
import { healed, incidentId, member } from '#test/given/incidents.ts';
import { recipientsOf } from '#usecases/report/recipients.ts';
import { reconcileDay } from '#usecases/day/reconcile-day.ts';
import { i1, security, tellingWorld, tickets, toldInTheEnd } from '#test/given/telling-world.ts';

const never = instant(Infinity);
const here = { account: shop, region: home };
const stopped = member({ subject: shopTrail }, here);
const over = member({ ...healed, subject: shopTrail }, here);
const weak = member({ ...healed, subject: shopTrail, harmful: false }, here);

async function day(members: readonly Member[], destinations: readonly Recipient[] = [security]) {
  const world = await tellingWorld();
  await saved(world.stores.issues, { at: noon, findings: members.map(({ finding }) => finding) });
  world.incidentHas(members);
  const queues = { slack: memoryReportQueue(world.clock), jira: memoryReportQueue(world.clock) };
  const parts = {
    ...world.stores,
    clock: world.clock,
    overMilestones,
    ownersOf: () => destinations,
    isTicketed: () => true,
    endInherited: async () => true,
    queues,
  };
  const status = async () => (await world.stores.issues.readRemembered(shop, home)).issue?.status;
  return { ...world, parts, status, reconcile: async () => (await reconcileDay(parts)(never)).closed };
}

describe('the daily reconciliation', () => {
  it('closes what was healed and told', async () => {
    const world = await day([over]);
    await toldInTheEnd(world);
    world.clock.pass(86_400);
    expect(await world.reconcile()).toBe(1);
    const { issue } = await world.stores.issues.readRemembered(shop, home);
    expect(issue).toMatchObject({ status: 'closed', timestamps: { closed: world.clock.now() } });
    expect(await world.reconcile()).toBe(0);
  });

  it('leaves open what is open', async () => {
    const world = await day([stopped]);
    await toldInTheEnd(world);
    expect(await world.reconcile()).toBe(0);
    expect(await world.status()).toBe('open');
  });

  it('leaves what is whitelisted, which every daily report names', async () => {
    const world = await day([member({ subject: shopTrail, state: 'whitelisted' }, here)]);
    await toldInTheEnd(world);
    expect(await world.reconcile()).toBe(0);
  });

  it('does not close what nobody was told of', async () => {
    const world = await day([over]);
    expect(await world.reconcile()).toBe(0);
  });

  it('does not close what Slack was not told of, although its kind has no tickets', async () => {
    const world = await day([over]);
    expect((await reconcileDay({ ...world.parts, isTicketed: () => false })(never)).closed).toBe(0);
    expect(
      (await reconcileDay({ ...(await day([over], [tickets])).parts, isTicketed: () => false })(never))
        .closed,
    ).toBe(1);
  });

  it('does not close while a ticket that was made all the same has not its end', async () => {
    const world = await day([stopped], [tickets]);
    await toldInTheEnd(world, tickets);
    const reconcile = async () =>
      (await reconcileDay({ ...world.parts, isTicketed: () => false })(never)).closed;
    await saved(world.stores.issues, { at: later(noon, 60), findings: [over.finding] });
    world.incidentHas([over]);
    expect(await reconcile()).toBe(0);
    await toldInTheEnd(world, tickets);
    expect(await reconcile()).toBe(1);
  });

  it('does not close what belongs to two incidents while the end of one was not told', async () => {
    const second = incidentId('i-2');
    const more = member({ ...healed, rule: 'validation-off', subject: shopTrail, incident: second }, here);
    const world = await day([over, more]);
    world.incidentHas([over]);
    world.incidentHas([more], second);
    await toldInTheEnd(world);
    expect(await world.reconcile()).toBe(0);
  });

  it('does not close while the end was not said everywhere', async () => {
    const world = await day([over], [security, tickets]);
    await toldInTheEnd(world);
    expect(await world.reconcile()).toBe(0);
    await toldInTheEnd(world, tickets);
    expect(await world.reconcile()).toBe(1);
  });

  it('does not close when only the beginning was told', async () => {
    const world = await day([over]);
    world.incidentHas([stopped]);
    await toldInTheEnd(world);
    world.incidentHas([over]);
    expect(await world.reconcile()).toBe(0);
    await toldInTheEnd(world);
    expect(await world.reconcile()).toBe(1);
  });

  it('closes what only weakened and is healed, of which nobody is told', async () => {
    const world = await day([weak]);
    expect(await world.reconcile()).toBe(1);
    expect(world.channel.calls).toEqual([]);
  });

  it('closes where nobody is to be told', async () => {
    expect(await (await day([over], [])).reconcile()).toBe(1);
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
    expect((await reconcileDay(meddled)(never)).closed).toBe(0);
    expect(await world.status()).toBe('open');
  });
});

const other = account('444444444444');
const third = account('555555555555');
const slackOf = (owner: AccountId): readonly Recipient[] => [{ channel: 'slack', to: `#team-${owner}` }];

/** An incident with members in several accounts, each with an owner of its own who is told as reporters tell. */
async function shared(changes: readonly (readonly [AccountId, Partial<TrackedFinding>])[]) {
  const world = await tellingWorld({ ownersOf: slackOf });
  const members = changes.map(([owner, one]) =>
    member({ subject: shopTrail, ...one }, { account: owner, region: home }),
  );
  for (const one of members)
    await saved(world.stores.issues, { at: noon, account: one.account, findings: [one.finding] });
  world.incidentHas(members);
  const queues = { slack: memoryReportQueue(world.clock), jira: memoryReportQueue(world.clock) };
  const parts = {
    ...world.stores,
    clock: world.clock,
    overMilestones,
    endInherited: async () => true,
    ownersOf: slackOf,
    isTicketed: () => true,
    queues,
  };
  const tellEverybody = async (): Promise<void> => {
    for (const recipient of recipientsOf({ members }, slackOf)) await toldInTheEnd(world, recipient);
    world.clock.pass(86_400);
  };
  return { ...world, parts, queues, tellEverybody, reconcile: () => reconcileDay(parts)(never) };
}

const later60 = { ...healed, resolvedAt: later(healed.resolvedAt, 60), until: later(healed.until, 60) };
const quiet = { harmful: false, weakening: true, severity: 'low', peak: 'low' } as const;

describe('an incident with several owners', () => {
  it.each([
    ['in the same second', [healed, healed]],
    ['a minute apart', [healed, later60]],
    ['while one was only weakened, and so is told nothing', [healed, { ...later60, ...quiet }]],
  ] as const)('is closed when each was told of its own end, %s', async (_, [one, two]) => {
    const world = await shared([
      [shop, one],
      [other, two],
    ]);
    await world.tellEverybody();
    expect(await world.reconcile()).toMatchObject({ closed: 2, isCutShort: false });
  });

  it('is not closed while one of them was not told of its end', async () => {
    const world = await shared([
      [shop, healed],
      [other, later60],
      [third, healed],
    ]);
    expect((await world.reconcile()).closed).toBe(0);
    await world.tellEverybody();
    expect((await world.reconcile()).closed).toBe(3);
  });

  it('is read once, however many issues belong to it', async () => {
    const accounts = manyAccounts(300);
    const world = await shared(accounts.map((one) => [one, healed] as const));
    let reads = 0;
    const incidents = {
      ...world.stores.incidents,
      readIncident: async (id: typeof i1) => {
        reads += 1;
        return world.stores.incidents.readIncident(id);
      },
    };
    await reconcileDay({ ...world.parts, incidents })(never);
    expect(reads).toBe(1);
  });
});

describe('a run that has no more time', () => {
  it('closes what it can, and the next goes on with the rest', async () => {
    const accounts = manyAccounts(450);
    const world = await shared(accounts.map((one) => [one, { ...healed, ...quiet }] as const));
    const inTurns = [];
    for (let run = 0; run < 5; run += 1) inTurns.push(await reconcileDay(world.parts)(world.clock.now()));
    expect(inTurns.map(({ closed }) => closed)).toEqual([200, 200, 50, 0, 0]);
    expect(inTurns.map(({ isCutShort }) => isCutShort)).toEqual([true, true, false, false, false]);
  });
});

describe('an incident that no issue shows any more', () => {
  /** A trail that stopped, healed, and hours later stopped again: the finding went on to a second incident. */
  async function left(toldFirst: boolean) {
    const world = await evaluationWorld();
    const again = { account: shop, regions: [home], why: 'look-again', triggers: [] } as const;
    world.put({});
    await world.evaluate();
    world.clock.pass(62);
    world.put({}, { logging: false, stoppedAt: later(noon, 60) });
    await world.evaluate({ regions: [home], why: 'event', triggers: [stopOf(shopTrail)] });
    const first = (await world.open())[0]!.incident;
    const heal = async (stoppedAt: Instant): Promise<void> => {
      world.put({}, { logging: true, startedAt: world.clock.now(), stoppedAt });
      for (const seconds of [61, 61]) {
        world.clock.pass(seconds);
        await world.evaluate(again);
      }
    };
    await heal(later(noon, 60));
    world.clock.pass(7200);
    const stoppedAt = world.clock.now();
    world.clock.pass(60);
    world.put({}, { logging: false, startedAt: later(noon, 120), stoppedAt });
    await world.evaluate(again);
    const second = (await world.open())[0]!.incident;
    const { receipts } = world.stores;
    const tell = async (incident: typeof first): Promise<void> => {
      const view = (await world.stores.incidents.readIncident(incident))!;
      const blank = await receipts.readReceipt(incident, recipientKey(security));
      const said = [...blank.said, ...overMilestones(view)];
      await receipts.writeReceipt({ ...blank, told: { ref: '1', place: 'C', at: noon }, said });
    };
    if (toldFirst) await tell(first);
    const queues = { slack: memoryReportQueue(world.clock), jira: memoryReportQueue(world.clock) };
    const parts = {
      ...world.stores,
      clock: world.clock,
      overMilestones,
      endInherited: async () => true,
      ownersOf: () => [security],
      isTicketed: () => true,
      queues,
    };
    /** Those of the trail; that Regions never had one is no part of this story. */
    const living = async () =>
      (await world.stores.living.listLiving()).filter((id) => id === first || id === second);
    return { ...world, first, second, tell, queues, living, reconcile: () => reconcileDay(parts)(never) };
  }

  it('is closed when its end was told, while the later one lives', async () => {
    const { first, second, living, reconcile } = await left(true);
    expect(first).not.toBe(second);
    await reconcile();
    expect(await living()).toEqual([second]);
  });

  it('is told its end first, when that was missed', async () => {
    const { first, second, living, reconcile, queues, tell } = await left(false);
    await reconcile();
    expect(queues.slack.waiting.map(({ report }) => report.incident)).toEqual([first]);
    expect((await living()).toSorted()).toEqual([first, second].toSorted());
    await tell(first);
    await reconcile();
    expect(await living()).toEqual([second]);
  });

  it('is closed with the last of its issues', async () => {
    const world = await day([over]);
    world.tables.living.add(i1);
    await toldInTheEnd(world);
    await world.reconcile();
    expect(world.tables.living.size).toBe(0);
  });

  it('is left alone while an issue still shows it, whose inherited ticket could not be ended yet', async () => {
    const world = await day([over]);
    world.tables.living.add(i1);
    await toldInTheEnd(world);
    await reconcileDay({ ...world.parts, endInherited: async () => false })(never);
    expect(await world.status()).toBe('resolved');
    expect([...world.tables.living]).toEqual([i1]);
  });

  it('is closed although an issue that was closed and is open again holds what became of it', async () => {
    const closed = { at: later(noon, 60), because: 'account-left' } as const;
    const gone = member({ subject: shopTrail, closed }, here);
    const world = await day([gone]);
    world.tables.living.add(i1);
    await toldInTheEnd(world);
    await world.reconcile();
    expect(world.tables.living.size).toBe(0);
  });

  it('is left alone while it was just claimed', async () => {
    const world = await day([]);
    world.tables.living.add(i1);
    await world.reconcile();
    expect([...world.tables.living]).toEqual([i1]);
  });
});
