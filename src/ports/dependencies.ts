import type { Dependency } from '#domain/facts/dependency.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';
import type { TrailArn } from '#domain/values/trail-arn.ts';

/** A trail that depends on something, and where its state is to be read. */
export interface Dependent {
  readonly trail: TrailArn;
  readonly account: AccountId;
  readonly homeRegion: Region;
}

/** Which trails depend on what; kept from the observations of every trail's home Region. */
export interface Dependencies {
  /** The trails that depend on it; none for most of what people change all day. */
  listDependents(dependency: Dependency): Promise<readonly Dependent[]>;
}
