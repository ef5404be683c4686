import { describe, expect, it } from 'vitest';
import { memoryFollowUps } from '#adapters/memory/memory-follow-ups.ts';
import { settableClock } from '#adapters/memory/settable-clock.ts';
import type { Subject } from '#domain/findings/finding.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';
import type { OpenPlace } from '#ports/open-places.ts';
import { arn, frankfurt, home, manyAccounts, noon, shop, shopTrail } from '#test/given/shop.ts';
import { watchOpen } from '#usecases/evaluate/watch-open.ts';
import { management, organizationTrail } from '#test/given/evaluation-world.ts';

function place(account: AccountId, region: Region, subject: Subject, blind = true): OpenPlace {
  return { account, region, subjects: [subject], blind };
}

/** The looks that the minutes from noon on bring, minute by minute, as `account region`. */
async function minutes(count: number, places: (minute: number) => readonly OpenPlace[], enabled = true) {
  const clock = settableClock(noon);
  const looks: string[][] = [];
  for (let minute = 0; minute < count; minute += 1) {
    const followUps = memoryFollowUps();
    const list = async (): Promise<readonly OpenPlace[]> => places(minute);
    await watchOpen({ open: { listOpenPlaces: list }, followUps, clock, everyMinutes: 5, enabled })();
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
    const both: OpenPlace = { account: shop, region: home, subjects: [organizationTrail, own], blind: true };
    const looks = await minutes(1, () => [place(management, home, organizationTrail), both]);
    expect(looks[0]).toContain(`${shop} ${home}`);
  });

  it('asks once for an account, for all its Regions', async () => {
    const followUps = memoryFollowUps();
    const list = async () => [place(shop, home, '-'), place(shop, frankfurt, '-')];
    const clock = settableClock(noon);
    expect(
      await watchOpen({ open: { listOpenPlaces: list }, followUps, clock, everyMinutes: 5, enabled: true })(),
    ).toBe(1);
    expect(followUps.sent.fannedOut).toMatchObject([{ regions: [home, frankfurt], why: 'look-again' }]);
  });

  it('rests while detection is off', async () => {
    expect(await minutes(2, () => [place(shop, home, shopTrail)], false)).toEqual([[], []]);
  });
});
