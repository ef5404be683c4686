import { describe, expect, it } from 'vitest';
import { memoryOpenPlaces } from '#adapters/memory/memory-open-places.ts';
import { memoryTables } from '#adapters/memory/memory-tables.ts';
import { memoryFollowUps } from '#adapters/memory/memory-follow-ups.ts';
import { settableClock } from '#adapters/memory/settable-clock.ts';
import type { Subject } from '#domain/findings/finding.ts';
import { findingKey } from '#domain/findings/finding.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';
import type { OpenPlace, OpenPlaces } from '#ports/open-places.ts';
import { arn, frankfurt, home, later, manyAccounts, noon, shop, shopTrail } from '#test/given/shop.ts';
import { watchOpen } from '#usecases/evaluate/watch-open.ts';
import { evaluationWorld, management, organizationTrail, stopOf } from '#test/given/evaluation-world.ts';

function place(account: AccountId, region: Region, subject: Subject, blind = true): OpenPlace {
  return { account, region, keys: [findingKey('logging-stopped', subject)], blind };
}

/** Which looks were asked for; the rest of the index stays with the test. */
function askedLooks(): Pick<OpenPlaces, 'noteAsked' | 'listAsked'> {
  const { noteAsked, listAsked } = memoryOpenPlaces(memoryTables());
  return { noteAsked, listAsked };
}

/**
 * The looks that the minutes from noon on bring, minute by minute, as `account region`; every look is made within the
 * minute.
 */
async function minutes(count: number, places: (minute: number) => readonly OpenPlace[], enabled = true) {
  const clock = settableClock(noon);
  const looks: string[][] = [];
  const asked = askedLooks();
  for (let minute = 0; minute < count; minute += 1) {
    const followUps = memoryFollowUps();
    const list = async (): Promise<readonly OpenPlace[]> =>
      places(minute).map((one) => ({ ...one, lookedAt: later(noon, minute * 60 - 1) }));
    const open = { ...asked, listOpenPlaces: list };
    await watchOpen({ open, followUps, clock, everyMinutes: 5, enabled })();
    looks.push(
      followUps.sent.fannedOut.flatMap((request) =>
        request.regions === 'all' ? [] : request.regions.map((region) => `${request.account} ${region}`),
      ),
    );
    clock.pass(60);
  }
  return looks;
}

describe('watching what is open', () => {
  it('looks every minute where no trail logs', async () => {
    const looks = await minutes(3, () => [place(shop, home, shopTrail)]);
    expect(looks).toEqual([[`${shop} ${home}`], [`${shop} ${home}`], [`${shop} ${home}`]]);
  });

  it('looks every few minutes where another trail still logs', async () => {
    const looks = await minutes(6, () => [place(shop, home, shopTrail, false)]);
    expect(looks.map((one) => one.length)).toEqual([1, 0, 0, 0, 0, 1]);
  });

  it('looks at the cause only, while the cause stands', async () => {
    const members = manyAccounts(50).map((one) => place(one, home, organizationTrail));
    const own = [place(management, home, organizationTrail), place(management, frankfurt, organizationTrail)];
    const looks = await minutes(2, () => [...own, ...members]);
    expect(looks).toEqual([[`${management} ${home}`], [`${management} ${home}`]]);
  });

  it('looks at all members once the cause has healed', async () => {
    const members = manyAccounts(50).map((one) => place(one, home, organizationTrail));
    const looks = await minutes(2, (minute) =>
      minute === 0 ? [place(management, home, organizationTrail), ...members] : members,
    );
    expect(looks[1]).toHaveLength(50);
  });

  it('looks at a place for its own sake, whatever else is wrong there', async () => {
    const own = arn(`arn:aws:cloudtrail:${home}:${shop}:trail/own`);
    const keys = [organizationTrail, own].map((subject) => findingKey('logging-stopped', subject));
    const both: OpenPlace = { account: shop, region: home, keys, blind: true };
    const looks = await minutes(1, () => [place(management, home, organizationTrail), both]);
    expect(looks[0]).toContain(`${shop} ${home}`);
  });

  it('asks once for an account, for all its Regions', async () => {
    const followUps = memoryFollowUps();
    const list = async () => [place(shop, home, '-'), place(shop, frankfurt, '-')];
    const clock = settableClock(noon);
    const open = { ...askedLooks(), listOpenPlaces: list };
    expect(await watchOpen({ open, followUps, clock, everyMinutes: 5, enabled: true })()).toBe(1);
    expect(followUps.sent.fannedOut).toMatchObject([{ regions: [home, frankfurt], why: 'look-again' }]);
  });

  it('looks at the members once the stop has healed at home, whatever else is wrong with the trail there', async () => {
    const keys = [findingKey('validation-off', organizationTrail)];
    const weaker: OpenPlace = { account: management, region: home, keys, blind: false };
    const looks = await minutes(2, () => [weaker, place(shop, home, organizationTrail)]);
    expect(looks[1]).toEqual([`${shop} ${home}`]);
  });

  it('looks at a place whose findings were not stored by an earlier version', async () => {
    const old: OpenPlace = { account: shop, region: home, keys: [], blind: true };
    expect((await minutes(1, () => [place(management, home, organizationTrail), old]))[0]).toContain(
      `${shop} ${home}`,
    );
  });

  it('rests while detection is off', async () => {
    expect(await minutes(2, () => [place(shop, home, shopTrail)], false)).toEqual([[], []]);
  });
});

/** Minutes of the watch over accounts whose looks wait in a queue that serves `perMinute` of them. */
async function served(accounts: readonly AccountId[], options: { perMinute: number; heals: boolean }) {
  const clock = settableClock(noon);
  const asked = askedLooks();
  const open = new Map(accounts.map((one) => [one, place(one, home, organizationTrail)]));
  const queue: AccountId[] = [];
  let sent = 0;
  const followUps = {
    fanOut: async (requests: readonly { readonly account: AccountId }[]) => {
      sent += requests.length;
      queue.push(...requests.map(({ account }) => account));
    },
  };
  const list = async () => [...open.values()];
  const watch = watchOpen({
    open: { ...asked, listOpenPlaces: list },
    followUps,
    clock,
    everyMinutes: 5,
    enabled: true,
  });
  const run = async (minutes: number): Promise<void> => {
    for (let minute = 0; minute < minutes; minute += 1) {
      await watch();
      clock.pass(30);
      for (const account of queue.splice(0, options.perMinute)) {
        if (options.heals) open.delete(account);
        else open.set(account, { ...open.get(account)!, lookedAt: clock.now() });
      }
      clock.pass(30);
    }
  };
  return { run, sent: () => sent, left: () => open.size, open, clock };
}

describe('a queue that is not empty yet', () => {
  it('gets one wave of looks, whatever time they take', async () => {
    const world = await served(manyAccounts(5000), { perMinute: 200, heals: true });
    await world.run(40);
    expect([world.sent(), world.left()]).toEqual([5000, 0]);
  });

  it('does not keep a look at another account waiting for its turn to be asked for', async () => {
    const world = await served(manyAccounts(500), { perMinute: 100, heals: true });
    await world.run(1);
    const other = arn(`arn:aws:cloudtrail:${home}:${shop}:trail/own`);
    world.open.set(shop, place(shop, home, other));
    await world.run(1);
    expect(world.sent()).toBe(501);
  });

  it('gets the next look once the last one was made and did not heal', async () => {
    const world = await served(manyAccounts(10), { perMinute: 10, heals: false });
    await world.run(4);
    expect(world.sent()).toBe(40);
  });

  it('gets one look an hour at a place that cannot be read', async () => {
    const world = await served(manyAccounts(1), { perMinute: 0, heals: false });
    await world.run(24 * 60);
    expect(world.sent()).toBeLessThanOrEqual(24);
    expect(world.sent()).toBeGreaterThan(20);
  });
});

describe('a member of an organization trail', () => {
  /** The trail is stopped; the members are asked for in two seconds, and shop is looked at meanwhile. */
  async function stoppedEverywhere() {
    const world = await evaluationWorld();
    const everything = { arn: organizationTrail, owner: management, organization: true, multiRegion: true };
    world.put(everything);
    for (const one of [management, shop]) await world.evaluate({ account: one });
    world.clock.pass(62);
    const stoppedAt = later(noon, 60);
    world.put(everything, { logging: false, stoppedAt });
    const stop = stopOf(organizationTrail, { accountId: management });
    const fanOut = async (): Promise<void> => {
      world.clock.pass(1);
      await world.evaluate({ account: shop, why: 'member', triggers: [stop] });
      world.clock.pass(1);
    };
    const event = { account: management, regions: [home], why: 'event', triggers: [stop] } as const;
    await world.evaluate(event, { followUps: { ...world.followUps, fanOut } });
    world.put(everything, { logging: true, stoppedAt, startedAt: later(noon, 120) });
    for (const seconds of [60, 61]) {
      world.clock.pass(seconds);
      await world.evaluate({ account: management, why: 'look-again' });
    }
    const watch = watchOpen({
      open: world.stores.open,
      followUps: world.followUps,
      clock: world.clock,
      everyMinutes: 5,
      enabled: true,
    });
    return { world, watch };
  }

  it('that was looked at while others were still asked for is looked at once the trail is repaired', async () => {
    const { world, watch } = await stoppedEverywhere();
    await watch();
    expect(world.followUps.sent.fannedOut.map(({ account }) => account)).toEqual([shop]);
    await world.evaluate({ account: shop, why: 'look-again' });
    world.clock.pass(61);
    await world.evaluate({ account: shop, why: 'look-again' });
    expect(await world.open()).toEqual([]);
  });

  it('that was looked at in the same millisecond in which it was asked for does not wait', async () => {
    const asked = askedLooks();
    await asked.noteAsked({ at: noon, accounts: [shop, management], regions: 'all' });
    const [looked, waiting] = [shop, management].map((one) => place(one, home, shopTrail));
    const places = [
      { ...looked!, lookedAt: noon },
      { ...waiting!, lookedAt: later(noon, -1) },
    ];
    const followUps = memoryFollowUps();
    const open = { ...asked, listOpenPlaces: async () => places };
    const clock = settableClock(later(noon, 60));
    await watchOpen({ open, followUps, clock, everyMinutes: 5, enabled: true })();
    expect(followUps.sent.fannedOut.map(({ account }) => account)).toEqual([shop]);
  });
});
