import { centralAccount, readRoleName } from '#local/rehearsal/documents.ts';
import { rolesIn } from '#local/rehearsal/member-roles.ts';
import {
  centralBus,
  deadLetters,
  deployedIn,
  forwardingRole,
  isCarried,
  stacks,
} from '#local/rehearsal/member-rules.ts';
import type { SimulatedOrganization } from '#simulators/organization/simulate-organization.ts';
import { simulateOrganization } from '#simulators/organization/simulate-organization.ts';
import type { World } from '#simulators/organization/world.ts';
import type { BusEvent, Clock } from '#simulators/wire.ts';

/** An account whose administrator attacks, with its bucket and its customer-managed key. */
export interface Home {
  readonly account: string;
  readonly bucket: string;
  readonly key: string;
}

/** The home of an attacker in `account`. */
export function homeIn(account: string): Home {
  const key = `arn:aws:kms:eu-west-1:${account}:key/11111111-2222-3333-4444-555555555555`;
  return { account, bucket: `logs-${account}`, key };
}

/** An attacked account: its one trail delivers to `bucket`, and is `encrypted` with the account's key or not at all. */
export interface Victim {
  readonly home: Home;
  readonly bucket: string;
  readonly encrypted: boolean;
}

/** The log archive account. */
export const archive = '222222222222';
/** The management account. */
export const management = '111111111111';
/** An account outside the organization, which the attacker owns too. */
export const stranger = '999999999999';
/** The Regions of every account. */
export const regions = ['eu-west-1', 'us-east-1'] as const;
/** The buckets of the stranger; the first two look like those of the organization. */
export const strangeBuckets = [
  'org-cloudtrail-logs-222222222222',
  'logs-333333333333-main',
  'collected',
] as const;
/** The organization's bucket for the logs of its accounts. */
export const archiveBucket = 'org-cloudtrail-logs';
/** A bucket policy with which CloudTrail may deliver for any account. */
export function openPolicy(bucket: string): Record<string, unknown> {
  const statement = (Action: string, Resource: string) => ({
    Effect: 'Allow',
    Principal: { Service: 'cloudtrail.amazonaws.com' },
    Action,
    Resource,
  });
  const root = `arn:aws:s3:::${bucket}`;
  return {
    Version: '2012-10-17',
    Statement: [statement('s3:GetBucketAcl', root), statement('s3:PutObject', `${root}/*`)],
  };
}

/** An organization in which each of `victims` has one trail of its own. */
export function worldOf(victims: readonly Victim[]): World {
  const policyOf = (name: string, accountId: string) => ({
    name,
    accountId,
    region: 'eu-west-1',
    policy: openPolicy(name),
  });
  return {
    organization: { id: 'o-exampleorg', managementAccountId: management },
    regions: [...regions],
    accounts: [
      { id: management, name: 'management' },
      { id: archive, name: 'log archive' },
      ...victims.map(({ home: { account } }) => ({ id: account, name: `shop-${account}` })),
      { id: centralAccount, name: 'security' },
      { id: stranger, name: 'a stranger', member: false, readRole: false, forwarding: false },
    ],
    trails: victims.map(({ home, bucket, encrypted }) => ({
      name: 'main',
      accountId: home.account,
      homeRegion: 'eu-west-1',
      multiRegion: true,
      bucket,
      ...(encrypted && { kmsKeyId: home.key }),
    })),
    buckets: [
      policyOf(archiveBucket, archive),
      ...victims.map(({ home }) => policyOf(home.bucket, home.account)),
      ...strangeBuckets.map((name) => policyOf(name, stranger)),
    ],
    keys: victims.map(({ home }) => ({ arn: home.key })),
  };
}

/**
 * The organization, with Trailwarden's parts deployed in its accounts. An event reaches `arrive` only while a rule of
 * its account and Region carries it and the role of the rule may send it.
 */
export function fuzzOrganization(options: {
  readonly victim: Victim;
  readonly clock: Clock;
  readonly arrive: (event: BusEvent) => void;
}): SimulatedOrganization {
  const { victim, clock, arrive } = options;
  const organization = simulateOrganization({
    world: worldOf([victim]),
    clock,
    readRoleName,
    forwarding: { rulesIn: deployedIn, rolesIn, stacks, deadLetters },
    deliver: (event, { account, region }) => {
      if (isSentOn(organization, account, region, event)) arrive(event);
    },
  });
  return organization;
}

/** Whether the account sends an event of this Region on to the central bus at present. */
export function isSentOn(
  organization: SimulatedOrganization,
  account: string,
  region: string,
  event: BusEvent,
): boolean {
  const role = `arn:aws:iam::${account}:role/${forwardingRole}`;
  return (
    isCarried(organization.rules(account, region), event) &&
    organization.roleMay(account, role, 'events:PutEvents', centralBus)
  );
}
