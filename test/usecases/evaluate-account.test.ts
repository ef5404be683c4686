import { describe, expect, it } from 'vitest';
import { instant } from '#domain/values/instant.ts';
import type { trail } from '#test/given/shop.ts';
import { arn, frankfurt, home, later, noon, region, shop, shopTrail } from '#test/given/shop.ts';
import {
  archive,
  denied,
  evaluationWorld,
  everywhere,
  management,
  organizationTrail,
  stopOf,
} from '#test/given/evaluation-world.ts';
import { mortal } from '#test/given/telling-world.ts';

const stoppedAt = later(noon, 60);
const stopped = { logging: false, stoppedAt };
const stop = stopOf(shopTrail);
const event = { regions: [home], why: 'event', triggers: [stop] } as const;

/** A world that was seen healthy at noon; a minute later the trail is stopped. */
async function stoppedTrail(changes: Parameters<typeof trail>[0] = {}) {
  const world = await evaluationWorld();
  world.put(changes);
  await world.evaluate();
  world.clock.pass(62);
  world.put(changes, stopped);
  world.looks.length = 0;
  return world;
}

describe('an event', () => {
  it('is looked into where it happened first, then wherever the trail records', async () => {
    const world = await stoppedTrail({ multiRegion: true });
    await world.evaluate(event);
    expect(world.looks[0]).toBe(`${shop} ${home}`);
    expect(new Set(world.looks)).toEqual(new Set(everywhere.map((region) => `${shop} ${region}`)));
    const found = await world.open();
    expect(found.map(({ rule, region }) => `${rule} ${region}`).sort()).toEqual(
      everywhere.map((region) => `logging-stopped ${region}`).sort(),
    );
    expect(new Set(found.map(({ incident }) => incident)).size).toBe(1);
    expect(found.every(({ causedBy }) => causedBy === stop.eventId)).toBe(true);
  });

  it('on a trail of one Region is looked into there only', async () => {
    const world = await stoppedTrail();
    await world.evaluate(event);
    expect(world.looks).toEqual([`${shop} ${home}`]);
  });

  it('on a trail that nobody remembers is looked into everywhere: it may have covered everything', async () => {
    const world = await evaluationWorld();
    await world.evaluate(event);
    expect(new Set(world.looks).size).toBe(everywhere.length);
  });

  it('is looked into only where Regions are watched, when some are configured', async () => {
    const world = await stoppedTrail({ multiRegion: true });
    await world.evaluate(event, { regions: { only: [home, frankfurt], fallback: [] } });
    expect(new Set(world.looks)).toEqual(new Set([`${shop} ${home}`, `${shop} ${frankfurt}`]));
  });

  it('names the enabled Regions that the configuration leaves out, and no others', async () => {
    const world = await stoppedTrail();
    const virginiaToo = [home, frankfurt, region('ap-south-1')];
    const swept = await world.evaluate({}, { regions: { only: virginiaToo, fallback: [] } });
    expect(swept.leftOut).toEqual(everywhere.filter((one) => !virginiaToo.includes(one)));
    expect(swept.outcomes.map((one) => one.region)).toEqual([home, frankfurt]);
    expect((await world.evaluate()).leftOut).toEqual([]);
  });

  it('stores what moved, and nothing else', async () => {
    const world = await stoppedTrail();
    world.moved.length = 0;
    await world.evaluate(event);
    expect(world.moved).toMatchObject([
      { account: shop, region: home, rule: 'logging-stopped', state: 'open', subject: shopTrail },
    ]);
  });

  it('that another function looks into at the same time is judged by what that one wrote', async () => {
    const world = await stoppedTrail({ multiRegion: true });
    const { issues } = world.stores;
    const late = {
      ...issues,
      async readRememberedByRegion(account: typeof shop) {
        const known = await issues.readRememberedByRegion(account);
        await world.evaluate(event);
        return known;
      },
    };
    world.moved.length = 0;
    const swept = await world.evaluate({}, { issues: late });
    expect(swept.outcomes).toHaveLength(everywhere.length);
    expect(world.moved.map(({ rule, region: where }) => `${rule} ${where}`).toSorted()).toEqual(
      everywhere.map((where) => `logging-stopped ${where}`).toSorted(),
    );
  });

  it('that happens twice, or is told twice, changes nothing more', async () => {
    const world = await stoppedTrail({ multiRegion: true });
    await world.evaluate(event);
    const once = await world.open();
    world.clock.pass(5);
    await world.evaluate(event);
    const twice = await world.open();
    const lasting = (findings: typeof once) => findings.map((one) => ({ ...one, seenAt: instant(0) }));
    expect(lasting(twice)).toEqual(lasting(once));
  });
});

describe('an account that does not let us look', () => {
  it('is neither disabled nor healthy: the Regions that stand in for its own are tried, nothing is opened', async () => {
    const world = await evaluationWorld();
    world.closed.set(shop, denied);
    const { refused } = await world.evaluate();
    expect(refused).toEqual(denied);
    expect(new Set(world.looks).size).toBe(2);
    expect(await world.stores.issues.listUnclosed(shop)).toEqual([]);
  });

  it('is told of at once when a harmful call succeeded there: it could not be verified', async () => {
    const world = await evaluationWorld();
    world.closed.set(shop, denied);
    await world.evaluate(event);
    const found = await world.open();
    expect(found[0]).toMatchObject({ rule: 'unreadable', severity: 'high', causedBy: stop.eventId });
    expect(new Set(found.map(({ incident, rule }) => `${incident} ${rule}`)).size).toBe(1);
    for (const issue of await world.stores.issues.listUnclosed(shop)) expect(issue.disabled).toBe(false);
  });

  it('keeps what was found before: not seeing resolves nothing', async () => {
    const world = await stoppedTrail();
    await world.evaluate(event);
    world.closed.set(shop, denied);
    for (const seconds of [60, 120, 180]) {
      world.clock.pass(seconds);
      await world.evaluate({
        ...event,
        triggers: [stopOf(shopTrail, { eventName: 'StartLogging', effect: 'repair' })],
      });
    }
    expect((await world.open()).map(({ rule }) => rule)).toContain('logging-stopped');
  });
});

describe('an organization trail', () => {
  const owned = {
    arn: organizationTrail,
    owner: management,
    name: 'everything',
    multiRegion: true,
    organization: true,
  };
  const organizationStop = stopOf(organizationTrail, { accountId: management });
  const request = {
    account: management,
    regions: [home],
    why: 'event',
    triggers: [organizationStop],
  } as const;

  async function watched() {
    const world = await evaluationWorld();
    world.put(owned);
    for (const account of [management, shop, archive]) await world.evaluate({ account });
    world.clock.pass(62);
    world.put(owned, stopped);
    return world;
  }

  it('that stops asks for every member once, with the trigger; a repeated run repeats it', async () => {
    const world = await watched();
    for (const times of [1, 2]) {
      await world.evaluate(request);
      expect(world.followUps.sent.fannedOut).toHaveLength(2 * times);
    }
    expect(world.followUps.sent.fannedOut.slice(0, 2)).toEqual(
      [archive, shop].map((account) => ({
        account,
        regions: 'all',
        why: 'member',
        triggers: [organizationStop],
      })),
    );
  });

  it('stops for the members as its owner says: one incident for all', async () => {
    const world = await watched();
    await world.evaluate(request);
    world.trails.get(organizationTrail)!.status = 'denied';
    for (const member of world.followUps.sent.fannedOut) await world.evaluate(member);
    const found = [
      ...(await world.open(management)),
      ...(await world.open(shop)),
      ...(await world.open(archive)),
    ];
    expect(found).toHaveLength(9);
    expect(new Set(found.map(({ incident, rule }) => `${incident} ${rule}`)).size).toBe(1);
    expect(found.some(({ evidence }) => evidence.secondHand)).toBe(false);
  });

  it('is stopped, not gone, for a member that is told no times: its owner was looked at too long ago', async () => {
    const world = await watched();
    world.clock.pass(1000);
    world.put(owned, { logging: false });
    const member = { account: shop, regions: 'all', why: 'member', triggers: [organizationStop] } as const;
    await world.evaluate(member);
    const found = await world.open();
    expect(found.map(({ rule }) => rule)).toEqual(['logging-stopped', 'logging-stopped', 'logging-stopped']);
    expect(found.every(({ evidence }) => evidence.secondHand === true)).toBe(true);
    // What was known of its start stays known, however often it is seen without.
    world.clock.pass(60);
    await world.evaluate(member);
    expect((await world.open()).map(({ rule }) => rule)).toEqual(found.map(({ rule }) => rule));
  });

  it('that never logged is no stopped one for a member that sees it for the first time', async () => {
    const world = await evaluationWorld();
    world.put(owned, { logging: false });
    await world.evaluate({ account: shop });
    expect(await world.open()).toEqual([]);
  });

  it('does not ask for accounts that are watched but are no members of the organization', async () => {
    const world = await evaluationWorld();
    world.put({ arn: organizationTrail, owner: management, organization: true, multiRegion: true });
    const { directory } = world.parts;
    const members = async () =>
      new Map([[management, 'management'] as const, [archive, 'log archive'] as const]);
    await world.evaluate(
      { account: management, why: 'event', regions: [home], triggers: [stopOf(organizationTrail)] },
      { directory: { ...directory, listMembers: members } },
    );
    expect(world.followUps.sent.fannedOut.map(({ account }) => account)).toEqual([archive]);
  });

  it('does not fan out from members, nor from a sweep', async () => {
    const world = await watched();
    await world.evaluate({ ...request, why: 'member' });
    await world.evaluate({ account: management });
    await world.evaluate({ account: shop, regions: [home], why: 'event', triggers: [organizationStop] });
    expect(world.followUps.sent.fannedOut).toEqual([]);
  });

  it('does not fan out what happens to another trail of its owner', async () => {
    const world = await watched();
    const own = `arn:aws:cloudtrail:eu-west-1:${management}:trail/own`;
    world.put({ arn: arn(own), owner: management, name: 'own' }, stopped);
    await world.evaluate({ ...request, triggers: [stopOf(own, { accountId: management })] });
    expect(world.followUps.sent.fannedOut).toEqual([]);
  });

  it.each([
    [900, 'seen'],
    [901, 'second-hand'],
  ])('has its owner asked by what was seen %i seconds ago: %s', async (seconds, whose) => {
    const world = await watched();
    await world.evaluate(request);
    world.clock.pass(seconds);
    const { outcomes } = await world.evaluate({ account: shop });
    const sights = outcomes.flatMap(({ observation }) =>
      observation.trails.kind === 'seen' ? observation.trails.value : [],
    );
    expect(sights).toHaveLength(3);
    for (const sight of sights) expect(sight.secondHand).toBe(whose === 'second-hand');
  });
});

describe('a state that does not show yet what a call did', () => {
  async function unshown() {
    const world = await stoppedTrail();
    world.put({});
    return world;
  }

  it('is looked at again two seconds later, with the call; a repeated run asks again', async () => {
    const world = await unshown();
    const expected = {
      request: { account: shop, regions: [home], why: 'look-again', triggers: [stop], lookedAgain: 1 },
      seconds: 2,
    };
    await world.evaluate(event);
    expect(world.followUps.sent.laterLooks).toEqual([expected]);
    await world.evaluate(event);
    expect(world.followUps.sent.laterLooks).toEqual([expected, expected]);
  });

  it('is looked at after 2, 10, 60, 300 and 900 seconds; then the call is kept as unconfirmed', async () => {
    const world = await unshown();
    const began = world.clock.now();
    const moments: number[] = [];
    await world.evaluate(event);
    for (;;) {
      const next = world.followUps.sent.laterLooks.shift();
      if (!next) break;
      world.clock.pass(next.seconds);
      moments.push((world.clock.now() - began) / 1000);
      expect(world.attempts.kept()).toEqual([]);
      await world.evaluate(next.request);
    }
    expect(moments).toEqual([2, 10, 60, 300, 900]);
    expect(world.attempts.kept()).toMatchObject([{ trigger: stop }]);
    expect(await world.open()).toEqual([]);
  });

  it('opens as soon as it shows, in the name of the call', async () => {
    const world = await unshown();
    await world.evaluate(event);
    world.clock.pass(2);
    world.put({}, stopped);
    await world.evaluate(world.followUps.sent.laterLooks[0]!.request);
    expect(await world.open()).toMatchObject([{ rule: 'logging-stopped', causedBy: stop.eventId }]);
  });
});

describe('healing', () => {
  it('is proven at once by a repairing call that the state agrees with', async () => {
    const world = await stoppedTrail();
    await world.evaluate(event);
    world.clock.pass(300);
    const startedAt = world.clock.now();
    world.put({}, { logging: true, stoppedAt, startedAt });
    const start = stopOf(shopTrail, {
      eventId: 'e-2',
      sameAs: 'e-2',
      eventName: 'StartLogging',
      effect: 'repair',
      at: startedAt,
    });
    await world.evaluate({ ...event, triggers: [start] });
    expect(await world.open()).toEqual([]);
  });

  it('without a call takes two healthy looks a minute apart, and asks for the second itself', async () => {
    const world = await stoppedTrail();
    await world.evaluate(event);
    world.clock.pass(300);
    world.put({}, { logging: true, stoppedAt, startedAt: world.clock.now() });
    await world.evaluate();
    expect(await world.open()).toHaveLength(1);
    const proof = world.followUps.sent.laterLooks.at(-1);
    expect(proof).toMatchObject({ seconds: 60, request: { why: 'look-again', regions: [home] } });
    world.clock.pass(60);
    await world.evaluate(proof!.request);
    expect(await world.open()).toEqual([]);
  });
});

describe('when others write at the same time', () => {
  it('looks again instead of overwriting', async () => {
    const world = await stoppedTrail();
    let refused = 0;
    const issues = {
      ...world.stores.issues,
      saveLook: async (...given: Parameters<typeof world.stores.issues.saveLook>) => {
        if (refused++ === 0) return 'stale' as const;
        return world.stores.issues.saveLook(...given);
      },
    };
    await world.evaluate(event, { issues });
    expect(world.looks).toHaveLength(2);
    expect(await world.open()).toHaveLength(1);
  });

  it('gives up after a few looks, so that the message comes back', async () => {
    const world = await stoppedTrail();
    const issues = { ...world.stores.issues, saveLook: async () => 'stale' as const };
    await expect(world.evaluate(event, { issues })).rejects.toThrow();
    expect(world.looks).toHaveLength(6);
  });

  it('lets ten evaluations at once end in one incident and nothing lost', async () => {
    const world = await stoppedTrail({ multiRegion: true });
    await Promise.allSettled(Array.from({ length: 10 }, () => world.evaluate(event)));
    await world.evaluate(event);
    const found = await world.open();
    expect(found).toHaveLength(3);
    expect(new Set(found.map(({ incident }) => incident)).size).toBe(1);
  });
});

describe('a Region that cannot be looked at', () => {
  it('holds back no other, and has the message come back', async () => {
    const world = await stoppedTrail({ multiRegion: true });
    const { observer } = world.parts;
    const broken = {
      visitAccount: (...given: Parameters<typeof observer.visitAccount>) => {
        const visit = observer.visitAccount(...given);
        return {
          ...visit,
          observeRegion: (region: typeof home) =>
            region === frankfurt ? Promise.reject(new Error('throttled')) : visit.observeRegion(region),
        };
      },
    };
    await expect(world.evaluate({ ...event, regions: 'all' }, { observer: broken })).rejects.toThrow();
    expect((await world.open()).map(({ region }) => region).sort()).toEqual(
      everywhere.filter((region) => region !== frankfurt).sort(),
    );
  });
});

describe('two trails stopped by one session within a minute', () => {
  it('are one incident', async () => {
    const world = await evaluationWorld();
    const other = arn(`arn:aws:cloudtrail:eu-west-1:${shop}:trail/other`);
    for (const name of [shopTrail, other]) world.put({ arn: name, name: name.split('/')[1]! });
    await world.evaluate();
    world.clock.pass(62);
    world.put({}, stopped);
    await world.evaluate(event);
    world.clock.pass(20);
    world.put({ arn: other, name: 'other' }, { logging: false, stoppedAt: later(noon, 80) });
    const second = stopOf(other, { eventId: 'e-2', sameAs: 'e-2', at: later(noon, 80) });
    await world.evaluate({ ...event, triggers: [second] });
    const found = await world.open();
    expect(found.map(({ subject }) => subject).sort()).toEqual([other, shopTrail].sort());
    expect(new Set(found.map(({ incident }) => incident)).size).toBe(1);
  });
});

describe('an evaluation that is killed', () => {
  it.each(['before', 'after'] as const)(
    '%s any of its steps and repeated leaves nothing out',
    async (when) => {
      for (let step = 0; ; step += 1) {
        const world = await evaluationWorld();
        const owned = { arn: organizationTrail, owner: management, multiRegion: true, organization: true };
        world.put(owned);
        await world.evaluate({ account: management });
        world.clock.pass(62);
        world.put(owned, stopped);
        const late = stopOf(organizationTrail, { eventId: 'e-2', sameAs: 'e-2', eventName: 'DeleteTrail' });
        const request = {
          account: management,
          regions: [home],
          why: 'event',
          triggers: [stopOf(organizationTrail, { accountId: management }), late],
        } as const;
        const { observer, ...others } = world.parts;
        const dying = mortal(others, { at: step, when });
        const killed = await world.evaluate(request, dying.parts).then(
          () => false,
          () => true,
        );
        await world.evaluate(request, { observer });
        const where = `killed ${when} step ${step}`;
        const found = await world.open(management);
        expect(found.map(({ region }) => region).sort(), where).toEqual([...everywhere].sort());
        expect(new Set(found.map(({ incident }) => incident)).size, where).toBe(1);
        const { fannedOut, laterLooks } = world.followUps.sent;
        expect(new Set(fannedOut.map(({ account }) => account)), where).toEqual(new Set([archive, shop]));
        expect(
          laterLooks.some(({ request: { triggers } }) => triggers.includes(late)),
          where,
        ).toBe(true);
        if (!killed) break;
        expect(step).toBeLessThan(80);
      }
    },
  );
});
