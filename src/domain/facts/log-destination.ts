import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import { isDeepEqual } from '#domain/values/deep-equal.ts';
import type { Sight, Unreadable } from './observation.ts';
import type { Trail } from './trail.ts';

/** The bucket, identified by its name, or the KMS key, identified by its ARN, of a trail. */
export interface LogDestination {
  readonly kind: 'bucket' | 'key';
  readonly id: string;
}

/** An enabled lifecycle rule that deletes objects or versions; an absent age means that it does not delete those. */
export interface ExpiryRule {
  readonly name?: string | undefined;
  /** The key prefix it applies to; empty: all objects. */
  readonly prefix: string;
  /** It applies to tagged objects only; log files have no tags. */
  readonly tagged: boolean;
  /** It leaves out objects of sizes that log files commonly have, so that it may delete none of them. */
  readonly someSizes?: boolean | undefined;
  /** Objects are deleted this many days after they were written. */
  readonly days?: number | undefined;
  /** Objects are deleted on this day. */
  readonly date?: Instant | undefined;
  /** Noncurrent versions are deleted this many days after they were replaced or deleted. */
  readonly formerDays?: number | undefined;
}

/** The settings of an existing bucket. A bucket without a policy has a seen policy of `undefined`. */
export interface BucketSettings {
  readonly policy: Sight<string | undefined>;
  readonly expiry: Sight<readonly ExpiryRule[]>;
  readonly versioning: Sight<'never' | 'enabled' | 'suspended'>;
}

/** The settings of an existing key; `state` is KMS's KeyState. */
export interface KeySettings {
  readonly state: string;
  readonly deletedAt?: Instant | undefined;
  readonly policy: Sight<string | undefined>;
}

/**
 * The result of an inspection: `there`, it exists in the account `owner`; `gone`, it does not exist; `foreign`, it
 * exists in an account that is not known (for a bucket only if it was in a known account before); `hidden`, unknown.
 */
export type FoundState<Settings> =
  | { readonly is: 'there'; readonly owner: AccountId; readonly settings: Settings }
  | { readonly is: 'gone' | 'foreign'; readonly owner?: AccountId | undefined }
  | { readonly is: 'hidden'; readonly owner?: AccountId | undefined; readonly why: Unreadable };

/** The result of an inspection of a bucket. */
export type FoundBucket = FoundState<BucketSettings>;
/** The result of an inspection of a key. */
export type FoundKey = FoundState<KeySettings>;

interface Moments {
  readonly id: string;
  /** When the first read was sent. */
  readonly at: Instant;
  /** The time of the first inspection with this result. */
  readonly changedAt: Instant;
}

/** A bucket and the result of its last inspection. */
export interface BucketSight extends Moments {
  readonly kind: 'bucket';
  readonly found: FoundBucket;
}

/** A key and the result of its last inspection. */
export interface KeySight extends Moments {
  readonly kind: 'key';
  readonly found: FoundKey;
}

/** A destination and the result of its last inspection. */
export type LogDestinationSight = BucketSight | KeySight;

/** The last inspection of a destination that failed. */
export interface FailedInspection {
  readonly at: Instant;
  /** The error's message, truncated to 500 characters. */
  readonly why: string;
}

/** How long, in milliseconds, a result is reused when no call can have changed the destination. */
export const freshFor = 15 * 60 * 1000;

/** The key of a destination in maps and stored rows. */
export function logDestinationKey({ kind, id }: LogDestination): string {
  return `${kind}#${id}`;
}

/** The bucket and the key of `trail`, as far as it has them. */
export function logDestinationsOf({ bucket, kmsKey }: Trail): readonly LogDestination[] {
  return [
    ...(bucket === undefined ? [] : [{ kind: 'bucket' as const, id: bucket }]),
    ...(kmsKey === undefined ? [] : [{ kind: 'key' as const, id: kmsKey }]),
  ];
}

/** `now`, with the `changedAt` of `before` when the result of the inspection is the same. */
export function withChangedAt<Now extends LogDestinationSight>(
  now: Now,
  before: LogDestinationSight | undefined,
): Now {
  return before !== undefined && isDeepEqual(before.found, now.found)
    ? { ...now, changedAt: before.changedAt }
    : now;
}
