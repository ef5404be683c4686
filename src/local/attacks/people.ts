import type { Identity } from '#simulators/organization/identities.ts';

/** A user with too many rights. */
export const mallory: Identity = {
  kind: 'identity-center',
  permissionSet: 'Admin',
  user: 'mallory@example.com',
  sourceIpAddress: '203.0.113.7',
};

/** The home Region of every trail that is attacked. */
export const home = 'eu-west-1';
