import type { Sight } from '#domain/facts/observation.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';

/** The accounts of an organization that are active, with their names. */
export interface Roll {
  readonly at: Instant;
  readonly active: ReadonlyMap<AccountId, string>;
  /** The management account, which owns what the organization owns. */
  readonly management: AccountId | undefined;
  /** Whether CloudTrail may work in the whole organization; undefined when that could not be read. */
  readonly trustedAccess?: boolean | undefined;
}

/** AWS Organizations, as it is now. */
export interface Organization {
  fetchRoll(): Promise<Sight<Roll>>;
}

/** The roll as the last sweep read it, for everybody who must not ask AWS at every event. */
export interface RollStore {
  readRoll(): Promise<Roll | undefined>;
  keepRoll(roll: Roll): Promise<void>;
}
