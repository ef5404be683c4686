import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import { same } from '#domain/values/same.ts';
import type { Sight, Unreadable } from './observation.ts';
import type { Trail } from './trail.ts';

/** What a trail delivers to, or encrypts with: a bucket by its name, a key by its ARN. */
export interface LogDestination {
  readonly kind: 'bucket' | 'key';
  readonly id: string;
}

/** An enabled lifecycle rule that deletes something; absent ages mean that it does not delete that. */
export interface ExpiryRule {
  readonly name?: string | undefined;
  /** The beginning of the names it is about; empty: all. */
  readonly prefix: string;
  /** It is about tagged objects only, which log files are not. */
  readonly tagged: boolean;
  /** Objects go so many days after they were written. */
  readonly days?: number | undefined;
  /** Objects go on this day. */
  readonly date?: Instant | undefined;
  /** Former versions go so many days after they were replaced or deleted. */
  readonly formerDays?: number | undefined;
}

/** What is read of a bucket that is there. A missing policy is seen, and `undefined`. */
export interface BucketSettings {
  readonly policy: Sight<string | undefined>;
  readonly expiry: Sight<readonly ExpiryRule[]>;
  readonly versioning: Sight<'never' | 'enabled' | 'suspended'>;
}

/** What is read of a key that is there; `state` is KMS's KeyState. */
export interface KeySettings {
  readonly state: string;
  readonly deletedAt?: Instant | undefined;
  readonly policy: Sight<string | undefined>;
}

/**
 * How a destination was found: `there`, in `owner`; `gone`, it does not exist; `foreign`, it exists and is nobody's
 * whom we know (of a bucket only where it was ours before); `hidden`, it cannot be told.
 */
export type FoundState<Settings> =
  | { readonly is: 'there'; readonly owner: AccountId; readonly settings: Settings }
  | { readonly is: 'gone' | 'foreign'; readonly owner?: AccountId | undefined }
  | { readonly is: 'hidden'; readonly owner?: AccountId | undefined; readonly why: Unreadable };

/** A bucket as it was found. */
export type FoundBucket = FoundState<BucketSettings>;
/** A key as it was found. */
export type FoundKey = FoundState<KeySettings>;

interface Moments {
  readonly id: string;
  /** When the first read was sent. */
  readonly at: Instant;
  /** The first look that found it like this. */
  readonly changedAt: Instant;
}

/** A bucket as it was last found. */
export interface BucketSight extends Moments {
  readonly kind: 'bucket';
  readonly found: FoundBucket;
}

/** A key as it was last found. */
export interface KeySight extends Moments {
  readonly kind: 'key';
  readonly found: FoundKey;
}

/** A destination as it was last found. */
export type LogDestinationSight = BucketSight | KeySight;

/** The last try to inspect a destination that came to no result. */
export interface FailedInspection {
  readonly at: Instant;
  /** The error's words, cut to 500 characters. */
  readonly why: string;
}

/** A result this young, in milliseconds, is not read again when no call may have changed the destination. */
export const freshFor = 15 * 60 * 1000;

/** The name of a destination in maps and rows. */
export function logDestinationKey({ kind, id }: LogDestination): string {
  return `${kind}#${id}`;
}

/** What `trail` delivers to and encrypts with. */
export function logDestinationsOf({ bucket, kmsKey }: Trail): readonly LogDestination[] {
  return [
    ...(bucket === undefined ? [] : [{ kind: 'bucket' as const, id: bucket }]),
    ...(kmsKey === undefined ? [] : [{ kind: 'key' as const, id: kmsKey }]),
  ];
}

/** `now` with the moment since when it is like this, which `before` may know. */
export function withChangedAt<Now extends LogDestinationSight>(
  now: Now,
  before: LogDestinationSight | undefined,
): Now {
  return before !== undefined && same(before.found, now.found)
    ? { ...now, changedAt: before.changedAt }
    : now;
}
