import type { Dependency } from '#domain/facts/dependency.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import type { TrailArn } from '#domain/values/trail-arn.ts';

/** A trail that depends on a resource, with the account and Region to evaluate when the resource changes. */
export interface Dependent {
  readonly trail: TrailArn;
  readonly account: AccountId;
  readonly homeRegion: Region;
}

/** How long a wave of looks at the dependents of one resource waits for further calls on it, in seconds. */
export const waveAfterSeconds = 60;

/** The index from resources (buckets, keys, roles and others) to the trails that depend on them. */
export interface Dependencies {
  /** The trails that depend on `dependency`; empty for most resources. */
  listDependents(dependency: Dependency): Promise<readonly Dependent[]>;
  /** Whether any trail depends on it; a single read, however many do. */
  hasDependents(dependency: Dependency): Promise<boolean>;
  /**
   * Claims the next wave of looks at all its dependents, to be made `waveAfterSeconds` after `now`; false while one is
   * claimed that is still to come and will see what is so now. `by` names the claimer, who may claim again: the run
   * before may have died before it asked for the looks.
   */
  claimWave(dependency: Dependency, by: string, now: Instant): Promise<boolean>;
}
