import type { AccountId } from '#domain/values/account-id.ts';
import type { Directory } from '#ports/directory.ts';

/** A directory of exactly these accounts, by id, with their names. */
export function memoryDirectory(accounts: Iterable<readonly [AccountId, string]>): Directory {
  const known = new Map(accounts);
  return { listAccounts: async () => known, listMembers: async () => known };
}
