import type { Dependency } from '#domain/facts/dependency.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';
import type { TrailArn } from '#domain/values/trail-arn.ts';

/** A trail that depends on a resource, with the account and Region to evaluate when the resource changes. */
export interface Dependent {
  readonly trail: TrailArn;
  readonly account: AccountId;
  readonly homeRegion: Region;
}

/** The index from resources (buckets, keys, roles and others) to the trails that depend on them. */
export interface Dependencies {
  /** The trails that depend on `dependency`; empty for most resources. */
  listDependents(dependency: Dependency): Promise<readonly Dependent[]>;
  /** Whether any trail depends on it; a single read, however many do. */
  hasDependents(dependency: Dependency): Promise<boolean>;
}
