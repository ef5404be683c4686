import type { AccountId } from '#domain/values/account-id.ts';

/** The watched accounts. */
export interface Directory {
  /** Every watched account with its name. */
  listAccounts(): Promise<ReadonlyMap<AccountId, string>>;
  /** The watched accounts that an organization trail can cover; all of them when the organization's members are unknown. */
  listMembers(): Promise<ReadonlyMap<AccountId, string>>;
}
