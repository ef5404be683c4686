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
import type { Place } from '#domain/values/place.ts';
import type { EvaluationRequest } from './follow-ups.ts';

/** Buckets and keys as last read, so that evaluations need no call to AWS. Reads are strongly consistent. */
export interface LogDestinationStore {
  readDestination(destination: LogDestination): Promise<LogDestinationSight | undefined>;
  /** `stale`: nothing was written, because a later look is stored. */
  keepDestination(sight: LogDestinationSight): Promise<'applied' | 'stale'>;
  /** Stores the error of the last inspection; the earlier result stays. */
  noteFailure(destination: LogDestination, failure: FailedInspection): Promise<void>;
  readFailure(destination: LogDestination): Promise<FailedInspection | undefined>;
}

/** Reads buckets and keys in AWS. A refusal is part of the answer; lasting throttling and faults are thrown. */
export interface LogDestinationReader {
  /**
   * Asks `accounts` in turn until one owns the bucket, beginning with `owner`, its last known owner. The bucket is only
   * called foreign when every account for which `counts` holds (default: all) could be asked.
   */
  findBucket(
    name: string,
    accounts: readonly AccountId[],
    owner: AccountId | undefined,
    counts?: (account: AccountId) => boolean,
  ): Promise<FoundBucket>;
  /** `isOurs`: whether the account in the key's ARN is one that may own keys of logs. */
  findKey(arn: string, isOurs: (account: AccountId) => boolean): Promise<FoundKey>;
}

/** A request to inspect a bucket (by name) or key (by ARN). */
export interface InspectionRequest {
  readonly destination: LogDestination;
  /** The calls that may have changed it. */
  readonly triggers: readonly Trigger[];
  /** Number of looks already made for these calls. */
  readonly again?: number | undefined;
  /** `changedAt` of the state that the requester knew; absent: it knew none. */
  readonly knew?: Instant | undefined;
  /** The evaluation that requests it; it is repeated when the inspection finds another state. */
  readonly asker?: Asker | undefined;
}

/** The account and Region of the evaluation that requests an inspection. */
export interface Asker extends Place {
  /** Whether new findings belong to the baseline. */
  readonly baseline?: boolean | undefined;
}

/** Requests inspections of buckets and keys. Asking twice is harmless. */
export interface Inspections {
  /** Sends `requests` to be served in `seconds` (0 to 900). */
  askInspections(requests: readonly InspectionRequest[], seconds?: number): Promise<void>;
}

/** Requests evaluations of accounts whose trails use an inspected destination. Asking twice is harmless. */
export interface DependentEvaluations {
  askEvaluations(requests: readonly EvaluationRequest[]): Promise<void>;
  /** Asks for evaluations that may be thousands, in `seconds` (0 to 900), behind no event. */
  askWave(requests: readonly EvaluationRequest[], seconds: number): Promise<void>;
}
