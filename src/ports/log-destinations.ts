import type {
  LogDestination,
  LogDestinationSight,
  FailedInspection,
  FoundBucket,
  FoundKey,
} from '#domain/facts/log-destination.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import type { EvaluationRequest } from './follow-ups.ts';

/** Buckets and keys as they were last found, for everybody who must not ask AWS. Reads are strongly consistent. */
export interface LogDestinationStore {
  readDestination(destination: LogDestination): Promise<LogDestinationSight | undefined>;
  /** `stale`: somebody has looked later; nothing was written. */
  keepDestination(sight: LogDestinationSight): Promise<'applied' | 'stale'>;
  /** Keeps why the last try to inspect it came to no result; the result before it stays. */
  noteFailure(destination: LogDestination, failure: FailedInspection): Promise<void>;
  readFailure(destination: LogDestination): Promise<FailedInspection | undefined>;
}

/** Reads buckets and keys in AWS. A refusal is part of the answer; throttling that lasts and faults are thrown. */
export interface LogDestinationReader {
  /**
   * Asks `accounts` in turn until one owns it; `owner` owned it when it was last found. Where one that `counts` (by
   * default all) cannot be asked, nobody can say that the bucket is a stranger's.
   */
  findBucket(
    name: string,
    accounts: readonly AccountId[],
    owner: AccountId | undefined,
    counts?: (account: AccountId) => boolean,
  ): Promise<FoundBucket>;
  /** `isOurs` tells whether the account in the key's ARN is one that may own keys. */
  findKey(arn: string, isOurs: (account: AccountId) => boolean): Promise<FoundKey>;
}

/** Asks for a look at a bucket (by name) or key (by ARN). */
export interface InspectionRequest {
  readonly destination: LogDestination;
  /** The calls that may have changed it. */
  readonly triggers: readonly Trigger[];
  /** How many looks there were already because of them. */
  readonly again?: number | undefined;
  /** Since when it is like it was known where the request was made; absent: it was not known at all. */
  readonly knew?: Instant | undefined;
  /** Who asks in the middle of its own evaluation, and is to be evaluated again if something else is found. */
  readonly asker?: Asker | undefined;
}

/** An account and Region with a trail that uses the destination. */
export interface Asker {
  readonly account: AccountId;
  readonly region: Region;
  /** What is found stood before Trailwarden came. */
  readonly baseline?: boolean | undefined;
}

/** Has destinations looked at. Asking twice is harmless. */
export interface Inspections {
  /** Sends `requests`, to be served in `seconds` (0 to 900). */
  askInspections(requests: readonly InspectionRequest[], seconds?: number): Promise<void>;
}

/** Has those evaluated whose trails use what was looked at. Asking twice is harmless. */
export interface DependentEvaluations {
  askEvaluations(requests: readonly EvaluationRequest[]): Promise<void>;
}
