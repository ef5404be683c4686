import type { Sight } from '#domain/facts/observation.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';

/** The active accounts of an organization, as read at `at`. */
export interface Roll {
  readonly at: Instant;
  readonly active: ReadonlyMap<AccountId, string>;
  /** `o-...`; undefined where an older version stored the roll. */
  readonly id: string | undefined;
  /** The management account, which owns organization trails. */
  readonly management: AccountId | undefined;
  /** Whether CloudTrail has trusted access in the organization; undefined when that could not be read. */
  readonly trustedAccess?: boolean | undefined;
}

/** Reads AWS Organizations. */
export interface Organization {
  fetchRoll(): Promise<Sight<Roll>>;
}

/** The roll as last read by a sweep, so that events need no call to AWS Organizations. */
export interface RollStore {
  readRoll(): Promise<Roll | undefined>;
  keepRoll(roll: Roll): Promise<void>;
}
