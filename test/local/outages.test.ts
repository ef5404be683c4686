import { expect, it } from 'vitest';
import { reopenedAt } from '#domain/announcements/milestones.ts';
import { isTold, statusOf } from '#domain/issues/incident.ts';
import { openPolicy } from '#local/fuzz/fuzz-organization.ts';
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
  const allow = () => ofBucket('PUT policy', JSON.stringify(openPolicy(bucket)));
  return {
    'a key that is disabled': { fail: () => ofKey('DisableKey'), mend: () => ofKey('EnableKey') },
    'a policy that denies': { fail: () => ofBucket('PUT policy', denied), mend: allow },
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
const kinds: readonly Kind[] = ['a key that is disabled', 'a policy that denies', 'a bucket that is deleted'];

/**
 * One outage of half a minute to four minutes at any moment between the deliveries of two Regions, of which the event of the repair is
 * lost; `stays` leaves the deliveries of one Region failing for another reason. What is told half an hour later.
 */
async function outage(kind: Kind, seed: number, stays?: string): Promise<string> {
  const random = seeded(seed);
  const world = fuzzWorld({ bucket, encrypted: true });
  const { faults } = world.organization;
  const { fail, mend } = destinationOf(world, random)[kind];
  await world.sweep();
  await pass(world, 30 * minute + Math.round(random() * 5 * minute));
  const before = new Set((await world.incidents()).map(({ incident }) => incident.id));
  await fail();
  await pass(world, 30_000 + Math.round(random() * 210_000));
  if (stays !== undefined) {
    const s3 = { error: stays, regions: ['us-east-1'] };
    faults.deliveryErrors(`arn:aws:cloudtrail:eu-west-1:${account}:trail/main`, { s3 });
  }
  faults.cutEvents(true);
  await mend();
  faults.cutEvents(false);
  await pass(world, 35 * minute);
  const told = (await world.incidents()).filter((view) => !before.has(view.incident.id) && isTold(view));
  return told
    .map((view) => `${statusOf(view)}${reopenedAt(view.members) === undefined ? '' : ', back'}`)
    .sort()
    .join('; ');
}

const seeds = Array.from({ length: 60 }, (_, index) => 7919 * (index + 1));

it.each(kinds)(
  'an outage of %s for some minutes is one incident, over and not back',
  async (kind) => {
    const stories = new Set<string>();
    for (const seed of seeds) stories.add(await outage(kind, seed));
    expect([...stories]).toEqual(['resolved']);
  },
  60_000,
);

it('an outage after which the deliveries of one Region still fail is not over', async () => {
  const stories = new Set<string>();
  for (const seed of seeds)
    stories.add(await outage('a key that is disabled', seed, 'KMS.DisabledException'));
  expect([...stories].sort()).toEqual(['open', 'open; resolved']);
});
