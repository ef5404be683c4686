import type { World } from '#simulators/organization/world.ts';

const management = '111122223333';
const shop = '222233334444';
const staging = '654321210987';
const payments = '210987654321';
const auditors = '999988887777';

/** Who is who in the demo: accounts by name. */
export const accounts = { management, shop, staging, payments, auditors } as const;

/**
 * The demo's organization: one organization trail over three accounts, and an account outside, just bought, with a
 * trail of its own that writes into the bucket of its auditors, whose account is not watched.
 */
export const demoWorld: World = {
  organization: { id: 'o-exampleorg', managementAccountId: management },
  regions: ['us-east-1', 'eu-west-1', 'eu-central-1', 'ap-southeast-2'],
  accounts: [
    { id: management, name: 'management' },
    { id: shop, name: 'shop' },
    { id: staging, name: 'staging' },
    { id: payments, name: 'payments', member: false },
    { id: auditors, name: 'auditors', member: false },
  ],
  trails: [
    {
      name: 'organization-trail',
      accountId: management,
      homeRegion: 'us-east-1',
      multiRegion: true,
      organization: true,
      bucket: 'organization-logs',
    },
    {
      name: 'main',
      accountId: payments,
      homeRegion: 'eu-west-1',
      multiRegion: true,
      bucket: 'payments-logs',
    },
  ],
  buckets: [
    { name: 'organization-logs', accountId: management, region: 'us-east-1' },
    { name: 'payments-logs', accountId: auditors, region: 'eu-west-1' },
  ],
};

/** The accounts that Trailwarden is told to watch, by id, with their names. */
export const watched: Readonly<Record<string, string>> = {
  [management]: 'management',
  [shop]: 'shop',
  [staging]: 'staging',
  [payments]: 'payments',
};
