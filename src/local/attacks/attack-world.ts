import type { World } from '#simulators/organization/world.ts';
import { checkWorld } from '#simulators/organization/world.ts';
import { standardBucketPolicy } from '#simulators/organization/bucket-policy-standard.ts';
import { centralAccount } from '#local/rehearsal/documents.ts';
import { home } from './people.ts';

/** Accounts outside the organization, each with its own trail: one for every attack. */
export const alone = {
  stopped: '410000000001',
  deleted: '410000000002',
  flapped: '410000000003',
  unselected: '410000000004',
  misnamed: '410000000005',
  unkeyed: '410000000006',
  redirected: '410000000007',
  narrowed: '410000000008',
  local: '410000000009',
  quiet: '410000000010',
  rekeyed: '410000000011',
  dead: '410000000012',
  shut: '410000000013',
  emptied: '410000000014',
  twins: '410000000015',
  namesake: '410000000016',
  root: '410000000017',
  readonly: '410000000018',
  rotting: '410000000019',
  dying: '410000000020',
  loosened: '410000000021',
  unsearched: '410000000022',
  forgotten: '410000000023',
  halved: '410000000024',
  robbed: '410000000025',
  copied: '410000000026',
  unlocked: '410000000027',
} as const;

/** The organization: Control Tower before 3.0, one trail for each account. */
export const managed = {
  management: '420000000001',
  archive: '420000000002',
  shop: '420000000003',
  leaver: '420000000004',
  deserter: '420000000005',
  closed: '420000000006',
} as const;

/** An account that is not watched, and the access key of an unknown user. */
export const stranger = '430000000001';
export const strangeKey = `arn:aws:kms:${home}:999999999999:key/strange`;

const baselineTrail = 'aws-controltower-BaselineCloudTrail';
const organizationId = 'o-exampleorg';
const service = { Service: 'cloudtrail.amazonaws.com' };

/** The key with which the trail of `account` encrypts. */
export const keyOf = (account: string): string => `arn:aws:kms:${home}:${account}:key/of-${account}`;

/** The event data store of `account`. */
export const storeOf = (account: string): string =>
  `arn:aws:cloudtrail:${home}:${account}:eventdatastore/of-${account}`;

/** The bucket of the trail of `account`. */
export const bucketOf = (account: string): string => `logs-of-${account}`;

/** A bucket that lets CloudTrail write whatever trail it is for: what an attacker would make. */
const open = (bucket: string) => ({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: service, Action: 's3:GetBucketAcl', Resource: `arn:aws:s3:::${bucket}` },
    { Effect: 'Allow', Principal: service, Action: 's3:PutObject', Resource: `arn:aws:s3:::${bucket}/*` },
  ],
});

/** Accounts whose trail encrypts with a key of their own. */
const encrypted: readonly string[] = [alone.dead, alone.rekeyed, alone.dying];
const ownTrail = (accountId: string, name: string) => ({
  name,
  accountId,
  homeRegion: home,
  multiRegion: true,
  bucket: bucketOf(accountId),
  ...(encrypted.includes(accountId) ? { kmsKeyId: keyOf(accountId) } : {}),
});
const bucketFor = (accountId: string) => ({ name: bucketOf(accountId), accountId, region: home });
const outsiders = Object.entries(alone);

/** Everything that stands before the day begins. */
export const attackWorld: World = {
  organization: {
    id: organizationId,
    managementAccountId: managed.management,
    delegatedAdministrators: {
      'cloudtrail.amazonaws.com': [managed.archive],
      // Lets the centre ask whether an account that refuses was closed.
      'config.amazonaws.com': [centralAccount],
    },
  },
  regions: ['us-east-1', home],
  accounts: [
    ...Object.entries(managed).map(([name, id]) => ({ id, name })),
    ...outsiders.map(([name, id]) => ({ id, name, member: false })),
    { id: stranger, name: 'stranger', member: false, readRole: false },
    { id: centralAccount, name: 'security' },
  ],
  trails: [
    ...Object.values(managed).map((id) => ownTrail(id, baselineTrail)),
    ...outsiders.map(([, id]) => ownTrail(id, 'main')),
    { ...ownTrail(alone.twins, 'second'), bucket: 'second-of-twins' },
  ],
  buckets: [
    ...Object.values(managed).map(bucketFor),
    ...outsiders.map(([, id]) => ({ ...bucketFor(id), versioning: 'Enabled' as const })),
    { name: 'second-of-twins', accountId: alone.twins, region: home },
    { name: 'of-a-stranger', accountId: stranger, region: home, policy: open('of-a-stranger') },
    { name: 'all-logs', accountId: managed.archive, region: home, policy: open('all-logs') },
    { name: 'pictures', accountId: managed.shop, region: home },
    { name: 'short-lived', accountId: managed.shop, region: home, policy: open('short-lived') },
  ],
  keys: [
    ...encrypted.map((account) => ({ arn: keyOf(account) })),
    { arn: strangeKey },
    { arn: keyOf(managed.shop) },
  ],
  eventDataStores: [alone.unsearched, alone.forgotten, alone.halved].map(storeOf),
};

/** The accounts that are watched in a world: all but the stranger and the centre. */
export function watchedIn({ accounts }: World): readonly string[] {
  return accounts.map(({ id }) => id).filter((id) => id !== stranger && id !== centralAccount);
}

/** The policy that AWS's guide prescribes for the bucket of the trail of `account`. */
export const policyFor = (account: string): Readonly<Record<string, unknown>> =>
  standardBucketPolicy(checkWorld(attackWorld), bucketOf(account));
