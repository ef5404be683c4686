import type { World } from '#simulators/organization/world.ts';
import type { Identity } from '#simulators/organization/identities.ts';
import { centralAccount } from '#local/rehearsal/documents.ts';

/** The home Region of every trail. */
export const home = 'eu-west-1';
/** The Regions of every account. */
export const regions = ['us-east-1', home] as const;
/** The account that owns the organization's trail. */
export const management = '300000000001';
/** Accounts that only the organization's trail records. */
export const members = ['300000000002', '300000000003'] as const;

/** Accounts outside the organization, each with a trail `main` of its own; their names say what happens to them. */
export const separate = {
  accepted: '310000000001',
  attempts: '310000000002',
  cut: '310000000003',
  deleted: '310000000004',
  delivery: '310000000005',
  healed: '310000000006',
  inherited: '310000000007',
  interrupted: '310000000008',
  lake: '310000000009',
  mended: '310000000016',
  queued: '310000000010',
  standing: '310000000011',
  stopped: '310000000012',
  unreadable: '310000000013',
  unshown: '310000000014',
  untold: '310000000015',
} as const;

/** The event data store of `lake`. */
export const eventDataStore = `arn:aws:cloudtrail:${home}:${separate.lake}:eventdatastore/of-lake`;

/** Has too many rights. */
export const mallory: Identity = {
  kind: 'identity-center',
  permissionSet: 'Admin',
  user: 'mallory@example.com',
  sourceIpAddress: '203.0.113.7',
};

/** What `config.json` and `whitelist.json` say beside the defaults of a rehearsal. */
export const documents = {
  config: { organization: { mode: 'organization', id: 'o-exampleorg', management_account_id: management } },
  whitelist: { cloudtrails: { [separate.accepted]: [...regions] } },
};

const trailOf = (name: string, accountId: string) => ({
  name: 'main',
  accountId,
  homeRegion: home,
  multiRegion: true,
  bucket: `logs-of-${name}`,
  ...(name === 'stopped' && { kmsKeyId: `arn:aws:kms:${home}:${accountId}:key/of-${name}` }),
  logging: name !== 'standing',
});

/** The world as it is before anything happens. */
export function worldBefore(): World {
  const outside = Object.entries(separate);
  const inside = { security: centralAccount, management, 'member-1': members[0], 'member-2': members[1] };
  return {
    organization: {
      id: 'o-exampleorg',
      managementAccountId: management,
      delegatedAdministrators: { 'cloudtrail.amazonaws.com': [centralAccount] },
    },
    regions: [...regions],
    accounts: [
      ...Object.entries(inside).map(([name, id]) => ({ id, name })),
      ...outside.map(([name, id]) => ({ id, name, member: false })),
    ],
    trails: [
      {
        name: 'organization',
        accountId: management,
        homeRegion: home,
        multiRegion: true,
        organization: true,
        bucket: 'logs-of-all',
      },
      ...outside.map(([name, id]) => trailOf(name, id)),
    ],
    buckets: [
      { name: 'logs-of-all', accountId: management, region: home },
      ...outside.map(([name, accountId]) => ({ name: `logs-of-${name}`, accountId, region: home })),
    ],
    eventDataStores: [eventDataStore],
  };
}
