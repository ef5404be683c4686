import type { AccountId } from '#domain/values/account-id.ts';

/** The accounts that are watched. */
export interface Directory {
  /** Every account to evaluate, with its name. */
  listAccounts(): Promise<ReadonlyMap<AccountId, string>>;
  /** Those of them that an organization's trail can cover: all, where nobody knows who belongs to the organization. */
  listMembers(): Promise<ReadonlyMap<AccountId, string>>;
}
