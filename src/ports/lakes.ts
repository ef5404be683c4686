import type { LakeSight, SeenStore } from '#domain/facts/lake.ts';
import type { Sight } from '#domain/facts/observation.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';

/** The event data stores of an account by Region; a Region in which there never were any is not there. */
export type Lakes = ReadonlyMap<Region, LakeSight>;

/** Event data stores of CloudTrail Lake as all looks so far know them. Reads are strongly consistent. */
export interface LakeStore {
  readLakes(account: AccountId): Promise<Lakes>;
  /** `stale`: somebody has looked later; nothing was written. */
  keepLake(sight: LakeSight): Promise<'applied' | 'stale'>;
}

/**
 * Reads the event data stores of an account and Region in AWS: one call where there are none. A refusal is part of the
 * answer; throttling that lasts and faults are thrown.
 */
export type ReadLake = (account: AccountId, region: Region) => Promise<Sight<readonly SeenStore[]>>;

/** Asks for a look at CloudTrail Lake in an account. */
export interface LakeRequest {
  readonly lake: AccountId;
  readonly regions: readonly LakePlace[];
  /** The calls that may have changed it; none on a sweep. */
  readonly triggers: readonly Trigger[];
  /** How many looks there were already because of them. */
  readonly again?: number | undefined;
  /** What is found stood before Trailwarden came. */
  readonly baseline?: boolean | undefined;
}

/** Where to look, and since when it is there like it was known when the request was made. */
export interface LakePlace {
  readonly region: Region;
  readonly knew?: Instant | undefined;
}

/** Has CloudTrail Lake looked at in `seconds` (0 to 900). Asking twice is harmless. */
export type AskLake = (request: LakeRequest, seconds?: number) => Promise<void>;
