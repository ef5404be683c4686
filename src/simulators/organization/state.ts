import type { Clock } from '#simulators/wire.ts';

import { standardBucketPolicy } from './bucket-policy-standard.ts';
import { standardKeyPolicy } from './key-policy-standard.ts';
import type { Timeline } from './timeline.ts';
import { timeline } from './timeline.ts';
import type { AccountState, CheckedWorld, DeliveryErrors, KeyState, MemberView } from './world.ts';

/** The Region of AWS's global services: IAM, Organizations, Account. */
export const globalRegion = 'us-east-1';

/** A JSON object whose shape is known only where it is read. */
export type Fields = Readonly<Record<string, unknown>>;

/** A trail as its owner configured it; copies in other Regions and accounts are derived from it. */
export interface Trail {
  readonly arn: string;
  readonly name: string;
  readonly owner: string;
  readonly homeRegion: string;
  readonly multiRegion: boolean;
  readonly organization: boolean;
  readonly globalServiceEvents: boolean;
  readonly bucket: string;
  readonly prefix?: string | undefined;
  readonly kmsKeyId?: string | undefined;
  readonly logGroupArn?: string | undefined;
  readonly logsRoleArn?: string | undefined;
  readonly topicArn?: string | undefined;
  readonly logFileValidation: boolean;
  readonly logging: boolean;
  readonly startedAt?: number | undefined;
  readonly stoppedAt?: number | undefined;
  readonly selectors?: readonly Fields[] | undefined;
  readonly advancedSelectors?: readonly Fields[] | undefined;
  readonly insightSelectors?: readonly Fields[] | undefined;
  readonly deliveryErrors: DeliveryErrors;
}

/** A bucket with the settings that affect the delivery and retention of logs. */
export interface Bucket {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  readonly policy?: Fields | undefined;
  /** The LifecycleConfiguration element as the caller sent it. */
  readonly lifecycle?: string | undefined;
  /** The Status of its versioning; absent while it was never enabled. */
  readonly versioning?: string | undefined;
  readonly notEmpty: boolean;
}

/** A customer-managed key, with the settings that affect CloudTrail. */
export interface Key {
  readonly arn: string;
  readonly state: KeyState;
  readonly policy?: Fields | undefined;
  /** The moment at which a key pending deletion is deleted, in milliseconds. */
  readonly deletionAt?: number | undefined;
}

/** An account; `member` is false outside the organization. */
export interface Account {
  readonly id: string;
  readonly name: string;
  state: AccountState;
  regions: ReadonlySet<string>;
  readonly readRole: boolean;
  /** Whether its rules forward events. */
  readonly forwarding: boolean;
  member: boolean;
}

/** The organization as seen by AWS Organizations. */
export interface Organization {
  readonly id: string;
  readonly managementAccountId: string;
  readonly trustedAccess: Set<string>;
  /** Account ids by service principal. */
  readonly delegatedAdministrators: Map<string, Set<string>>;
  memberView: MemberView;
  /** Units whose accounts have the stacks of the deployed parts. */
  readonly stackSetUnits: ReadonlySet<string>;
}

/** The complete state of the simulated AWS, with the history of trails and buckets. */
export interface State {
  readonly organization?: Organization | undefined;
  readonly regions: readonly string[];
  readonly accounts: ReadonlyMap<string, Account>;
  readonly trails: Map<string, Timeline<Trail>>;
  readonly buckets: Map<string, Timeline<Bucket>>;
  /** By ARN; a key named neither by the world nor by its trails always works. */
  readonly keys: ReadonlyMap<string, Timeline<Key>>;
  /** Those of CloudTrail Lake, by ARN. */
  readonly eventDataStores: Map<string, EventDataStore>;
  /** Service-linked channels, which record without a trail, by ARN. */
  readonly channels: Map<string, CheckedWorld['channels'][number]>;
}

/** The status of an event data store (CloudTrail API reference, EventDataStore). */
export type EventDataStoreStatus = 'ENABLED' | 'STOPPED_INGESTION' | 'PENDING_DELETION';

/** An event data store; `settings` are the members of GetEventDataStore that UpdateEventDataStore can change. */
export interface EventDataStore {
  readonly arn: string;
  readonly status: EventDataStoreStatus;
  readonly settings: Fields;
  /** Milliseconds. */
  readonly updatedAt: number;
}

/** The console's defaults for an event data store: all management events of all Regions, kept for over a year. */
const allManagementEvents: Fields = {
  AdvancedEventSelectors: [
    {
      Name: 'Management events selector',
      FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }],
    },
  ],
  MultiRegionEnabled: true,
  OrganizationEnabled: false,
  RetentionPeriod: 366,
};
const month = 30 * 24 * 3600 * 1000;

/** The ARN of a trail of `owner`. */
export function trailArn(region: string, owner: string, name: string): string {
  return `arn:aws:cloudtrail:${region}:${owner}:trail/${name}`;
}

/** The initial state of a checked world; trails without `startedAt` have been logging for 30 days. */
export function initialState(world: CheckedWorld, clock: Clock): State {
  const { organization } = world;
  return {
    organization: organization && {
      ...organization,
      trustedAccess: new Set(organization.trustedAccess),
      stackSetUnits: new Set(organization.stackSetUnits),
      delegatedAdministrators: new Map(
        Object.entries(organization.delegatedAdministrators).map(([service, ids]) => [service, new Set(ids)]),
      ),
    },
    regions: world.regions,
    accounts: new Map(world.accounts.map((account) => [account.id, initialAccount(world, account)])),
    trails: new Map(
      world.trails.map((trail) => {
        const initial = initialTrail(trail, clock.now() - month);
        return [initial.arn, timeline<Trail>(initial)];
      }),
    ),
    buckets: new Map(
      world.buckets.map((bucket) => [bucket.name, timeline<Bucket>(initialBucket(world, bucket))]),
    ),
    channels: new Map(world.channels.map((channel) => [channel.arn, channel])),
    eventDataStores: new Map(
      world.eventDataStores.map((arn) => [
        arn,
        { arn, status: 'ENABLED', settings: allManagementEvents, updatedAt: clock.now() - month },
      ]),
    ),
    keys: new Map(initialKeys(world).map((key) => [key.arn, timeline<Key>(key)])),
  };
}

/** Keys of the world and those its trails name; a key without a policy in the world gets AWS's prescribed one. */
function initialKeys(world: CheckedWorld): Key[] {
  const named = world.trails.flatMap(({ kmsKeyId = '' }) => (kmsKeyId.startsWith('arn:') ? [kmsKeyId] : []));
  const rest = [...new Set(named)].filter((arn) => !world.keys.some((key) => key.arn === arn));
  const keys = [...world.keys, ...rest.map((arn) => ({ arn, state: 'Enabled' as const }))];
  return keys.map((key) => ({ policy: standardKeyPolicy(world, key.arn), ...key }));
}

function initialAccount(world: CheckedWorld, account: CheckedWorld['accounts'][number]): Account {
  const regions = new Set(account.regions ?? world.regions);
  return { ...account, regions, member: world.organization !== undefined && account.member };
}

function initialTrail({ accountId: owner, ...trail }: CheckedWorld['trails'][number], began: number): Trail {
  const startedAt = trail.startedAt ?? began;
  const stoppedAt = trail.stoppedAt ?? (trail.logging ? undefined : startedAt + 1000);
  return { ...trail, arn: trailArn(trail.homeRegion, owner, trail.name), owner, startedAt, stoppedAt };
}

/** A bucket without a policy in the world gets the one that lets its trails deliver; null means no policy. */
function initialBucket(world: CheckedWorld, { policy, ...bucket }: CheckedWorld['buckets'][number]): Bucket {
  return {
    ...bucket,
    policy: policy === undefined ? standardBucketPolicy(world, bucket.name) : (policy ?? undefined),
  };
}
