import { describe, expect, it } from 'vitest';
import type { BucketSettings, FoundBucket, KeySettings } from '#domain/facts/log-destination.ts';
import type { TrailStatus } from '#domain/facts/trail.ts';
import { isTold, statusOf } from '#domain/issues/incident.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';
import { evaluationWorld, management, organizationTrail } from '#test/given/evaluation-world.ts';
import { frankfurt, home, later, noon, shop, trigger } from '#test/given/shop.ts';

const id = `arn:aws:kms:eu-west-1:${shop}:key/k-1`;
const dependsOn = { kind: 'key', id } as const;
const ofTrail = { multiRegion: true, kmsKey: id };
const after = (seconds: number) => later(noon, seconds);
const error = 'KMS.DisabledException';
const thereAsBefore: BucketSettings = {
  policy: { kind: 'seen', value: undefined },
  expiry: { kind: 'seen', value: [] },
  versioning: { kind: 'seen', value: 'never' },
};

/** A trail of several Regions and its key, which is disabled at 60 s and enabled at 120 s: told, and told as over. */
async function minuteWithoutKey() {
  const world = await evaluationWorld();
  const delivered = (changes: Partial<TrailStatus> = {}): TrailStatus => ({
    logging: true,
    startedAt: after(-86_400),
    deliveredAt: after(0),
    ...changes,
  });
  const keyIs = (state: KeySettings['state']) =>
    world.destinations.keepDestination({
      ...dependsOn,
      at: world.clock.now(),
      changedAt: world.clock.now(),
      found: { is: 'there', owner: shop, settings: { state, policy: { kind: 'seen', value: undefined } } },
    });
  const look = (
    regions: readonly Region[],
    status: Partial<TrailStatus> = {},
    ...calls: [string, number][]
  ) => {
    world.put(ofTrail, delivered(status));
    const triggers = calls.map(([eventName, seconds]) =>
      trigger({
        eventId: `${eventName}-${seconds}`,
        eventName,
        at: after(seconds),
        accountId: shop,
        dependsOn,
      }),
    );
    return world.evaluate({ regions, why: triggers.length > 0 ? 'event' : 'look-again', triggers });
  };
  const until = (seconds: number) => world.clock.pass((after(seconds) - world.clock.now()) / 1000);
  const found = async (region: Region) =>
    [...((await world.stores.issues.readRemembered(shop, region)).issue?.findings.values() ?? [])].find(
      ({ rule }) => rule === 's3-delivery-failing',
    );
  const incident = async (which: IncidentId | undefined) => {
    const view = which && (await world.stores.incidents.readIncident(which));
    if (view === undefined) throw new Error('there is no such incident');
    return view;
  };
  await keyIs('Enabled');
  await look([home, frankfurt]);
  until(61);
  await keyIs('Disabled');
  await look([home], {}, ['DisableKey', 60]);
  const first = (await world.open())[0]?.incident;
  until(121);
  await keyIs('Enabled');
  await look([home], {}, ['EnableKey', 120]);
  return { world, first, look, until, found, incident, keyIs };
}

const failedAt = (seconds: number): Partial<TrailStatus> => ({
  deliveryError: error,
  attemptedAt: after(seconds),
});

describe('a delivery of another Region that failed before the repair of the key, and is seen after it', () => {
  it('belongs to the incident of the key, which stays over and says no more than before', async () => {
    const { world, first, look, until, found, incident } = await minuteWithoutKey();
    until(360);
    await look([frankfurt], failedAt(90));
    expect(await found(frankfurt)).toMatchObject({
      incident: first,
      state: 'resolved',
      since: after(90),
      until: after(121),
      harmful: false,
    });
    const view = await incident(first);
    expect([statusOf(view), view.members.length, isTold(view)]).toEqual(['resolved', 2, true]);
    expect(await world.open()).toEqual([]);
  });

  it('is the same in the home Region of the trail', async () => {
    const { world, first, look, until, found } = await minuteWithoutKey();
    until(360);
    await look([home], failedAt(90));
    expect(await found(home)).toMatchObject({ incident: first, state: 'resolved' });
    expect(await world.open()).toEqual([]);
  });

  it('is looked at once more when the next delivery is due, and not again', async () => {
    const { world, look, until } = await minuteWithoutKey();
    const asked = world.followUps.sent.laterLooks;
    asked.length = 0;
    until(360);
    await look([frankfurt], failedAt(90));
    expect(asked).toMatchObject([{ request: { regions: [frankfurt], triggers: [] }, seconds: 300 }]);
    until(660);
    await look([frankfurt], failedAt(90));
    expect(asked).toHaveLength(1);
  });

  it('stays over while AWS shows nothing newer', async () => {
    const { world, first, look, until, found } = await minuteWithoutKey();
    for (const seconds of [360, 660, 1800]) {
      until(seconds);
      await look([frankfurt], failedAt(90));
    }
    expect(await found(frankfurt)).toMatchObject({ incident: first, state: 'resolved', seenAt: after(360) });
    expect(await world.open()).toEqual([]);
  });

  it('is no excuse for the next one, which fails after the repair: that is told, as a return', async () => {
    const { world, first, look, until, found, incident } = await minuteWithoutKey();
    until(360);
    await look([frankfurt], failedAt(90));
    until(660);
    await look([frankfurt], failedAt(390));
    const again = await found(frankfurt);
    expect(again).toMatchObject({ state: 'open', since: after(390), harmful: true });
    expect(again?.incident).not.toBe(first);
    expect(await incident(again?.incident)).toMatchObject({ incident: { previous: first } });
    expect(await world.open()).toHaveLength(1);
  });

  it('is believed for an hour only: what AWS shows then is told', async () => {
    const { look, until, found } = await minuteWithoutKey();
    until(360);
    await look([frankfurt], failedAt(90));
    until(3691);
    await look([frankfurt], failedAt(90));
    expect(await found(frankfurt)).toMatchObject({ state: 'open', since: after(3691) });
  });

  it('proves nothing without the time of its attempt', async () => {
    const { first, look, until, found } = await minuteWithoutKey();
    until(360);
    await look([frankfurt], { deliveryError: error });
    const told = await found(frankfurt);
    expect([told?.state, told?.incident === first]).toEqual(['open', false]);
  });
});

it('a delivery that fails while the key is disabled keeps the incident open until a delivery arrives', async () => {
  const { world, look, until, found, keyIs, incident } = await minuteWithoutKey();
  until(1000);
  await keyIs('Disabled');
  await look([home], {}, ['DisableKey', 999]);
  const second = (await world.open())[0]?.incident;
  until(1100);
  await look([frankfurt], failedAt(1050));
  expect(await found(frankfurt)).toMatchObject({ incident: second, state: 'open', since: after(1050) });
  until(1200);
  await keyIs('Enabled');
  await look([home], {}, ['EnableKey', 1199]);
  expect(statusOf(await incident(second))).toBe('open');
  until(1400);
  await look([frankfurt], { deliveredAt: after(1350), attemptedAt: after(1350) });
  expect(statusOf(await incident(second))).toBe('resolved');
});

it('the repair of a key is no repair of the bucket', async () => {
  const { first, look, until, found } = await minuteWithoutKey();
  until(360);
  await look([frankfurt], { deliveryError: 'AccessDenied', attemptedAt: after(90) });
  const told = await found(frankfurt);
  expect([told?.state, told?.incident === first]).toEqual(['open', false]);
});

it("a member of an organization trail asks the home of the trail, in its owner's account", async () => {
  const world = await evaluationWorld();
  const owned = { arn: organizationTrail, organization: true, multiRegion: true, bucket: 'gone' };
  const bucket = { kind: 'bucket', id: 'gone' } as const;
  const bucketIs = (found: FoundBucket) =>
    world.destinations.keepDestination({
      ...bucket,
      at: world.clock.now(),
      changedAt: world.clock.now(),
      found,
    });
  const look = (account: AccountId, regions: readonly Region[], status: Partial<TrailStatus> = {}) => {
    world.put(owned, { logging: true, startedAt: after(-86_400), deliveredAt: after(0), ...status });
    return world.evaluate({ account, regions, why: 'look-again', triggers: [] });
  };
  await look(management, [home, frankfurt]);
  await look(shop, [frankfurt]);
  world.clock.pass(60);
  await bucketIs({ is: 'gone' });
  await look(management, [home]);
  const first = (await world.open(management))[0]?.incident;
  for (const seconds of [60, 61]) {
    world.clock.pass(seconds);
    await bucketIs({ is: 'there', owner: management, settings: thereAsBefore });
    await look(management, [home]);
  }
  expect(await world.open(management)).toEqual([]);
  world.clock.pass(120);
  const shown = { deliveryError: 'NoSuchBucket', attemptedAt: after(90) };
  await look(management, [frankfurt], shown);
  await look(shop, [frankfurt], shown);
  const { issue } = await world.stores.issues.readRemembered(shop, frankfurt);
  expect([...(issue?.findings.values() ?? [])]).toMatchObject([
    { rule: 's3-delivery-failing', incident: first, state: 'resolved', harmful: false },
  ]);
  expect(await world.open(management)).toEqual([]);
});
