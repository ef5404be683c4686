import type { LakeSight, SeenStore } from '#domain/facts/lake.ts';
import type { Sight } from '#domain/facts/observation.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';

/** The event data stores of an account by Region; without Regions that never had any. */
export type Lakes = ReadonlyMap<Region, LakeSight>;

/** Event data stores of CloudTrail Lake, as last read. Reads are strongly consistent. */
export interface LakeStore {
  readLakes(account: AccountId): Promise<Lakes>;
  /** `stale`: nothing was written, because a later look is stored. */
  keepLake(sight: LakeSight): Promise<'applied' | 'stale'>;
}

/**
 * Reads the event data stores of an account and Region in AWS; a single call where there are none. A refusal is part of
 * the answer; lasting throttling and faults of AWS are thrown.
 */
export type ReadLake = (account: AccountId, region: Region) => Promise<Sight<readonly SeenStore[]>>;

/** A request to read the event data stores of an account. */
export interface LakeRequest {
  readonly lake: AccountId;
  readonly regions: readonly LakePlace[];
  /** The calls that may have changed it; none on a sweep. */
  readonly triggers: readonly Trigger[];
  /** Number of looks already made for these calls. */
  readonly again?: number | undefined;
  /** Whether new findings belong to the baseline. */
  readonly baseline?: boolean | undefined;
}

/** A Region to read; `knew` is `changedAt` of the state that the requester knew. */
export interface LakePlace {
  readonly region: Region;
  readonly knew?: Instant | undefined;
}

/** Requests a look at CloudTrail Lake in `seconds` (0 to 900). Asking twice is harmless. */
export type AskLake = (request: LakeRequest, seconds?: number) => Promise<void>;
