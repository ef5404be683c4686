import { expect, it } from 'vitest';
import { reopenedAt } from '#domain/announcements/milestones.ts';
import { isTold, statusOf } from '#domain/issues/incident.ts';
import { archiveBucket, openPolicy } from '#local/fuzz/fuzz-organization.ts';
import type { FuzzWorld } from '#local/fuzz/fuzz-world.ts';
import { attackedHome, fuzzWorld } from '#local/fuzz/fuzz-world.ts';
import { intruderIn } from '#local/fuzz/intruder.ts';
import { seeded } from '#local/harness/seeded.ts';

const minute = 60_000;
const { account, bucket, key } = attackedHome;
const denied = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: `arn:aws:s3:::${bucket}/*` },
  ],
});

async function pass({ clock, agenda, watch }: FuzzWorld, milliseconds: number): Promise<void> {
  const end = clock.now() + milliseconds;
  while (clock.now() < end) {
    const next = Math.min(end, (Math.floor(clock.now() / minute) + 1) * minute);
    await agenda.playUntil(next);
    if (next % minute === 0) await watch();
  }
}

function destinationOf(world: FuzzWorld, random: () => number) {
  const desk = intruderIn(attackedHome, world, random).desk('eu-west-1');
  const ofKey = (operation: string) => world.calls.json(desk, `kms:${operation}`, { KeyId: key });
  const ofBucket = (what: string, body = '') => world.calls.s3(desk, what, bucket, { body });
  const ofTrail = (operation: string, more: object) =>
    world.calls.json(desk, `cloudtrail:${operation}`, { Name: 'main', ...more });
  const allow = () => ofBucket('PUT policy', JSON.stringify(openPolicy(bucket)));
  return {
    'a key that is disabled': { fail: () => ofKey('DisableKey'), mend: () => ofKey('EnableKey') },
    'a policy that denies': { fail: () => ofBucket('PUT policy', denied), mend: allow },
    'a bucket that the trail is moved away from': {
      fail: () => ofBucket('DELETE'),
      mend: () => ofTrail('UpdateTrail', { S3BucketName: archiveBucket }),
    },
    'a key that the trail is taken from': {
      fail: () => ofKey('DisableKey'),
      mend: () => ofTrail('UpdateTrail', { KmsKeyId: '' }),
    },
    'a key that is enabled while the trail is gone': {
      fail: () => ofKey('DisableKey'),
      mend: async () => {
        await ofTrail('DeleteTrail', {});
        await pass(world, minute);
        await ofKey('EnableKey');
        await pass(world, minute);
        await ofTrail('CreateTrail', { S3BucketName: bucket, KmsKeyId: key, IsMultiRegionTrail: true });
        await ofTrail('StartLogging', {});
      },
    },
    'a bucket that is deleted': {
      fail: () => ofBucket('DELETE'),
      mend: async () => {
        await ofBucket('PUT');
        await allow();
      },
    },
  };
}

type Kind = keyof ReturnType<typeof destinationOf>;

/**
 * One outage of half a minute to four minutes at any moment between the deliveries of two Regions; `lost`: the event of the
 * repair does not arrive; `stays`: the deliveries of one Region go on failing. What is told half an hour later of destinations.
 */
async function outage(
  kind: Kind,
  seed: number,
  how: { readonly lost?: boolean; readonly stays?: string; readonly milliseconds?: number } = {},
): Promise<string> {
  const random = seeded(seed);
  const { lost = false, stays, milliseconds = 30_000 + Math.round(random() * 210_000) } = how;
  const world = fuzzWorld({ bucket, encrypted: true });
  const { faults } = world.organization;
  const { fail, mend } = destinationOf(world, random)[kind];
  await world.sweep();
  await pass(world, 30 * minute + Math.round(random() * 5 * minute));
  const before = new Set((await world.incidents()).map(({ incident }) => incident.id));
  await fail();
  await pass(world, milliseconds);
  if (stays !== undefined) {
    const s3 = { error: stays, regions: ['us-east-1'] };
    faults.deliveryErrors(`arn:aws:cloudtrail:eu-west-1:${account}:trail/main`, { s3 });
  }
  faults.cutEvents(lost);
  await mend();
  faults.cutEvents(false);
  await pass(world, 35 * minute);
  const told = (await world.incidents()).filter(
    (view) =>
      !before.has(view.incident.id) && isTold(view) && view.incident.cause.startsWith('undeliverable|'),
  );
  return told
    .map((view) => `${statusOf(view)}${reopenedAt(view.members) === undefined ? '' : ', back'}`)
    .sort()
    .join('; ');
}

const seeds = Array.from({ length: 60 }, (_, index) => 7919 * (index + 1));
const kinds: readonly Kind[] = ['a key that is disabled', 'a policy that denies', 'a bucket that is deleted'];
const moves: readonly Kind[] = [
  'a bucket that the trail is moved away from',
  'a key that the trail is taken from',
];

it.each(kinds)('an outage of %s for some minutes is one incident, over and not back', async (kind) => {
  const stories = new Set<string>();
  for (const seed of seeds) stories.add(await outage(kind, seed, { lost: true }));
  expect([...stories]).toEqual(['resolved']);
});

it.each(moves)('an outage of %s is one incident, and none of what it delivers to now', async (kind) => {
  const stories = new Set<string>();
  for (const seed of seeds) stories.add(await outage(kind, seed));
  expect([...stories]).toEqual(['resolved']);
});

it('an outage after which the deliveries of one Region still fail is not over', async () => {
  const stories = new Set<string>();
  const stays = 'KMS.DisabledException';
  for (const seed of seeds) stories.add(await outage('a key that is disabled', seed, { lost: true, stays }));
  expect([...stories].sort()).toEqual(['open', 'open; resolved']);
});

it('a key that is enabled unheard is seen to be within the half hour', async () => {
  const stories = new Set<string>();
  for (const seed of seeds)
    stories.add(await outage('a key that is disabled', seed, { lost: true, milliseconds: 20 * minute }));
  expect([...stories]).toEqual(['resolved']);
});

it('a key that is enabled while no trail is known to use it is not held against the next one for long', async () => {
  const stories = new Set<string>();
  for (const seed of seeds) stories.add(await outage('a key that is enabled while the trail is gone', seed));
  expect([...stories].filter((story) => story.includes('open'))).toEqual([]);
});
