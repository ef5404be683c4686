import { alone, attackWorld, managed, stranger } from '#local/attacks/attack-world.ts';
import { blindingStories } from '#local/attacks/blinding-stories.ts';
import { home } from '#local/attacks/people.ts';
import type { World } from '#simulators/organization/world.ts';

/** The trail over the whole organization. */
export const organizationTrail = 'aws-controltower-OrganizationTrail';

/** The Regions of every account. */
export const playgroundRegions: readonly string[] = ['us-east-1', home, 'eu-central-1', 'ap-southeast-2'];

/** An account of its own for every attack on the guard; those through AWS Organizations need a member. */
export const guarded = blindingStories.map(({ calls }, index) => ({
  id: String(450_000_000_001 + index),
  name: `guarded-${String(index + 1).padStart(2, '0')}`,
  bucket: `logs-of-guarded-${index + 1}`,
  member: calls.includes('in the management account'),
}));

/** Names of the accounts that are attacked singly, so that no sentence says *stopped in stopped*. */
const stars = [
  'altair antares arcturus bellatrix betelgeuse canopus capella castor deneb elnath fomalhaut hadar izar',
  'kochab mimosa mirach mizar polaris pollux procyon regulus rigel sadr shaula sirius spica vega',
].flatMap((line) => line.split(' '));

/** The accounts of the organization by their part in it. */
const inOrganization: Readonly<Record<string, string>> = {
  [managed.management]: 'management',
  [managed.archive]: 'log-archive',
  [managed.shop]: 'shop',
  [managed.leaver]: 'spin-off',
  [managed.deserter]: 'joint-venture',
  [managed.closed]: 'retired',
};

const attackedAlone = Object.values<string>(alone);

/** The name of an account in the playground. */
function nameOf(id: string, name: string): string {
  return inOrganization[id] ?? stars[attackedAlone.indexOf(id)] ?? name;
}

const startedLongAgo = '2026-01-01T00:00:00Z';

/** Names that a reader can tell apart, some like those of real organizations. */
const teams = [
  'payments',
  'search',
  'checkout',
  'billing',
  'media',
  'mobile',
  'fraud',
  'ledger',
  'data',
  'web',
];
const stages = ['prod', 'staging', 'dev', 'sandbox'];

function memberName(index: number): string {
  const [team = '', stage = ''] = [
    teams[index % teams.length],
    stages[Math.floor(index / teams.length) % stages.length],
  ];
  const round = Math.floor(index / (teams.length * stages.length));
  return round === 0 ? `${team}-${stage}` : `${team}-${stage}-${round + 1}`;
}

/** The accounts that only the organization trail records. */
export const membersOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: String(500_000_000_001 + index),
    name: memberName(index),
  }));

/** A bucket into which CloudTrail may write, whatever the trail. */
function open(bucket: string) {
  const Principal = { Service: 'cloudtrail.amazonaws.com' };
  return {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal, Action: 's3:GetBucketAcl', Resource: `arn:aws:s3:::${bucket}` },
      { Effect: 'Allow', Principal, Action: 's3:PutObject', Resource: `arn:aws:s3:::${bucket}/*` },
    ],
  };
}

/**
 * The organization of the playground: one trail over `members` accounts, and beside it an account with a trail of its
 * own for every attack that is played in the tests.
 */
export function playgroundWorld(members: number): World {
  const isOfOrganization = (id: string): boolean => Object.values<string>(managed).includes(id);
  return {
    ...attackWorld,
    regions: [...playgroundRegions],
    accounts: [
      ...attackWorld.accounts.map((account) => ({
        ...account,
        name: nameOf(account.id, account.name),
        ...(account.id === stranger && { forwarding: false }),
      })),
      ...membersOf(members),
      ...guarded.map(({ id, name, member }) => ({ id, name, member })),
    ],
    trails: [
      ...(attackWorld.trails ?? []).filter(({ accountId }) => !isOfOrganization(accountId)),
      {
        name: organizationTrail,
        accountId: managed.management,
        homeRegion: home,
        multiRegion: true,
        organization: true,
        bucket: 'all-logs',
        startedAt: startedLongAgo,
      },
      ...guarded.map(({ id, bucket }) => ({
        name: 'main',
        accountId: id,
        homeRegion: home,
        multiRegion: true,
        bucket,
      })),
    ],
    buckets: [
      ...(attackWorld.buckets ?? []),
      ...guarded.map(({ id, bucket }) => ({ name: bucket, accountId: id, region: home })),
    ].map((bucket) => (bucket.name === 'all-logs' ? { ...bucket, policy: open('all-logs') } : bucket)),
  };
}
