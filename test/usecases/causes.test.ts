import { describe, expect, it } from 'vitest';
import { frankfurt, shop } from '#test/given/shop.ts';
import type { CausesWorld } from './causes-table.ts';
import { causesWorld, nobody, session, trailOf } from './causes-table.ts';
import { archive, denied, management } from '#test/given/evaluation-world.ts';

const [a, b] = [trailOf('a'), trailOf('b')];
const everything = trailOf('everything', management);
const organization = { organization: true } as const;
const eve = session('eve');
const day = 24 * 3600;
const locked = { logging: true, deliveryError: 'AccessDenied' } as const;
const forty = Array.from({ length: 40 }, (_, index) => trailOf(`t${index}`));
const stoppedA = 'logging-stopped a';
const stoppedB = 'logging-stopped b';

type Situation = readonly [
  name: string,
  play: (world: CausesWorld) => Promise<unknown>,
  incidents: readonly string[],
];

const stops: readonly Situation[] = [
  ['one trail is stopped, which covers three Regions', async (w) => w.stop(a, 60), [stoppedA]],
  [
    'two trails are stopped by two people within a minute',
    async (w) => [await w.stop(a, 60), await w.stop(b, 90, eve)],
    [stoppedA, stoppedB],
  ],
  [
    'two trails are stopped by one session within a minute',
    async (w) => [await w.stop(a, 60), await w.stop(b, 90)],
    [`${stoppedA} + ${stoppedB}`],
  ],
  [
    'two trails are stopped by one session, two minutes apart',
    async (w) => [await w.stop(a, 60), await w.stop(b, 180)],
    [stoppedA, stoppedB],
  ],
  [
    'two trails are stopped within a minute, by whom no record tells',
    async (w) => [await w.stop(a, 60, nobody), await w.stop(b, 90, nobody)],
    [stoppedA, stoppedB],
  ],
  [
    'one session stops one trail and deletes another',
    async (w) => [await w.stop(a, 60), await w.remove(b, 70)],
    [stoppedA, 'trail-gone b'],
  ],
  [
    'terraform destroy deletes two trails',
    async (w) => [await w.remove(a, 60), await w.remove(b, 61)],
    ['trail-gone a + trail-gone b'],
  ],
  ['a stop is told twice', async (w) => w.heard(await w.stop(a, 60), shop), [stoppedA]],
  [
    'the event of the stop comes again after the repair',
    async (w) => {
      const stop = await w.stop(a, 60);
      await w.start(a, 300, 60);
      await w.look(400);
      await w.heard(stop, shop);
    },
    [stoppedA],
  ],
  [
    'a stop that was told is seen by the sweep too',
    async (w) => {
      await w.stop(a, 60);
      await w.look(3600);
    },
    [stoppedA],
  ],
  [
    'the sweep finds two stopped trails, and no event told of them',
    async (w) => {
      for (const trail of [a, b]) w.set(trail, { logging: false, stoppedAt: w.at(60) });
      await w.look(3600);
    },
    [stoppedA, stoppedB],
  ],
  [
    'the same trail is stopped again a day later',
    async (w) => {
      await w.stop(a, 60);
      await w.start(a, 300, 60);
      await w.look(400);
      await w.stop(a, day);
    },
    [stoppedA, stoppedA],
  ],
  [
    'a trail is stopped by one person and deleted by another an hour later',
    async (w) => [await w.stop(a, 60), await w.remove(a, 3600, eve)],
    ['logging-stopped a + trail-gone a'],
  ],
  [
    'a trail is stopped twice without a repair between',
    async (w) => [await w.stop(a, 60), await w.call('StopLogging', a, 120, eve)],
    [stoppedA],
  ],
  [
    'two accounts lose their trails to one session within a minute',
    async (w) => {
      const other = trailOf('c', archive);
      await w.healthy(other);
      await w.stop(a, 60);
      await w.stop(other, 70);
    },
    ['logging-stopped a + logging-stopped c'],
  ],
  [
    'two accounts lose their trails to two people',
    async (w) => {
      const other = trailOf('c', archive);
      await w.healthy(other);
      await w.stop(a, 60);
      await w.stop(other, 70, eve);
    },
    [stoppedA, 'logging-stopped c'],
  ],
  [
    'trails of one Region each are stopped in two Regions by one session',
    async (w) => {
      const there = trailOf('c', shop, frankfurt);
      w.set(there, { logging: true }, { multiRegion: false });
      await w.look(10);
      await w.stop(a, 60);
      await w.stop(there, 70, undefined, { multiRegion: false });
    },
    ['logging-stopped a + logging-stopped c'],
  ],
  [
    'a stopped trail is accepted, and that is taken back',
    async (w) => {
      await w.stop(a, 60);
      w.exemptions.push({ accountId: shop, reason: 'known' });
      await w.look(120, shop);
      w.exemptions.length = 0;
      await w.look(day, shop);
    },
    [stoppedA, stoppedA],
  ],
];

const short: readonly Situation[] = [
  [
    'a stop of ten seconds is over before anybody looks',
    async (w) => {
      w.set(a, { logging: true, stoppedAt: w.at(60), startedAt: w.at(70) });
      w.goTo(75);
      await w.call('StopLogging', a, 60);
    },
    ['logging-interrupted a'],
  ],
  [
    'both events of such a stop are looked into',
    async (w) => {
      w.set(a, { logging: true, stoppedAt: w.at(60), startedAt: w.at(70) });
      w.goTo(75);
      await w.call('StopLogging', a, 60);
      await w.call('StartLogging', a, 70);
    },
    ['logging-interrupted a'],
  ],
  [
    'such a stop happens twice within an hour',
    async (w) => {
      for (const seconds of [60, 1860]) {
        w.set(a, { logging: true, stoppedAt: w.at(seconds), startedAt: w.at(seconds + 10) });
        w.goTo(seconds + 15);
        await w.call('StopLogging', a, seconds);
      }
    },
    ['logging-interrupted a'],
  ],
  [
    'such a stop happens twice, more than an hour apart',
    async (w) => {
      for (const seconds of [60, 3680]) {
        w.set(a, { logging: true, stoppedAt: w.at(seconds), startedAt: w.at(seconds + 10) });
        w.goTo(seconds + 15);
        await w.call('StopLogging', a, seconds);
      }
    },
    ['logging-interrupted a', 'logging-interrupted a'],
  ],
];

const organizations: readonly Situation[] = [
  [
    'the organization trail is stopped',
    async (w) => {
      w.set(everything, { logging: true }, organization);
      await w.look(10);
      await w.stop(everything, 60, undefined, organization);
    },
    ['logging-stopped everything'],
  ],
  [
    'the organization trail and the trail of an account are stopped by two people',
    async (w) => {
      w.set(everything, { logging: true }, organization);
      await w.look(10);
      await w.stop(everything, 60, undefined, organization);
      await w.stop(a, 70, eve);
    },
    [stoppedA, 'logging-stopped everything'],
  ],
  [
    'one session stops the organization trail and the trail of an account',
    async (w) => {
      w.set(everything, { logging: true }, organization);
      await w.look(10);
      await w.stop(everything, 60, undefined, organization);
      await w.stop(a, 70);
    },
    [`${stoppedA} + logging-stopped everything`],
  ],
];

const deliveries: readonly Situation[] = [
  [
    'one bucket refuses the log files of forty trails',
    async (w) => {
      for (const trail of forty) w.set(trail, locked, { bucket: 'all-logs' });
      await w.look(600, shop);
    },
    [
      forty
        .map((_, index) => `s3-delivery-failing t${index}`)
        .sort()
        .join(' + '),
    ],
  ],
  [
    'two buckets refuse the log files of their trails',
    async (w) => {
      w.set(forty[0]!, locked, { bucket: 'one-logs' });
      w.set(forty[1]!, locked, { bucket: 'other-logs' });
      await w.look(600, shop);
    },
    ['s3-delivery-failing t0', 's3-delivery-failing t1'],
  ],
  [
    'a trail is stopped while its bucket is broken',
    async (w) => {
      w.set(a, locked);
      await w.look(600, shop);
      await w.stop(a, 700);
    },
    ['logging-stopped a', 's3-delivery-failing a'],
  ],
  [
    'a trail reaches neither its bucket nor its log group',
    async (w) => {
      w.set(
        a,
        { ...locked, logsError: 'AccessDenied' },
        { logGroup: 'arn:aws:logs:eu-west-1:333333333333:log-group:x:*' },
      );
      await w.look(600, shop);
    },
    ['cloudwatch-delivery-failing a', 's3-delivery-failing a'],
  ],
  [
    'a key that two trails need is disabled',
    async (w) => {
      for (const trail of [a, b])
        w.set(
          trail,
          { logging: true, deliveryError: 'KMS.DisabledException' },
          { kmsKey: 'arn:aws:kms:eu-west-1:333333333333:key/k' },
        );
      await w.look(600, shop);
    },
    ['s3-delivery-failing a + s3-delivery-failing b'],
  ],
  [
    'the key of one trail and the bucket of another are broken',
    async (w) => {
      w.set(
        a,
        { logging: true, deliveryError: 'KMS.DisabledException' },
        { kmsKey: 'arn:aws:kms:eu-west-1:333333333333:key/k' },
      );
      w.set(b, locked);
      await w.look(600, shop);
    },
    ['s3-delivery-failing a', 's3-delivery-failing b'],
  ],
];

const others: readonly Situation[] = [
  [
    'what a harmful call did cannot be read',
    async (w) => {
      w.closed.set(shop, denied);
      await w.stop(a, 60);
    },
    ['unreadable a'],
  ],
  [
    'one call takes the validation and the log group of a trail away',
    async (w) => {
      w.set(a, { logging: true }, { logFileValidation: false });
      await w.call('UpdateTrail', a, 60);
    },
    ['validation-off a'],
  ],
  ['nothing happens, and a sweep looks everywhere', async (w) => w.look(day), []],
];

describe.each([
  ['trails that are stopped or deleted', stops],
  ['stops that were over when they were seen', short],
  ['organization trails', organizations],
  ['deliveries', deliveries],
  ['other causes', others],
])('%s', (_, situations) => {
  it.each(situations)('%s', async (_name, play, expected) => {
    const world = await causesWorld();
    await world.healthy(a, b);
    await play(world);
    expect(world.incidents()).toEqual([...expected].sort());
  });
});

it('a return is a new incident that names the earlier one', async () => {
  const world = await causesWorld();
  await world.healthy(a);
  await world.stop(a, 60);
  const first = (await world.open())[0]?.incident;
  await world.start(a, 300, 60);
  await world.look(400);
  await world.stop(a, day);
  const second = (await world.open())[0]?.incident;
  expect(second).not.toBe(first);
  expect(second && (await world.stores.incidents.readIncident(second))?.incident.previous).toBe(first);
});
