import type { AccountId } from '#domain/values/account-id.ts';

/** The accounts that are watched. */
export interface Directory {
  /** Every account to evaluate, with its name. */
  accounts(): Promise<ReadonlyMap<AccountId, string>>;
}
