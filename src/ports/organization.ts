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
  /** CloudTrail's delegated administrators; undefined when they could not be read. */
  readonly delegates?: readonly AccountId[] | undefined;
}

/** Whether an account belongs to the organization: `leaving` when it is being closed or has left. */
export type Membership = 'member' | 'leaving' | 'unknown';

/** The id of an organization, and its management account. */
export type OrganizationIdentity = Pick<Roll, 'id' | 'management'>;

/** Reads AWS Organizations. */
export interface Organization {
  /** The organization that this account belongs to, which every member may ask; without an organization, `id` is undefined. */
  fetchIdentity(): Promise<Sight<OrganizationIdentity>>;
  fetchRoll(): Promise<Sight<Roll>>;
  /** The membership of one account at this moment; `unknown` when AWS refuses the call. */
  fetchMembership(account: AccountId): Promise<Membership>;
}

/** The roll as last read by a sweep, so that events need no call to AWS Organizations. */
export interface RollStore {
  readRoll(): Promise<Roll | undefined>;
  keepRoll(roll: Roll): Promise<void>;
}
