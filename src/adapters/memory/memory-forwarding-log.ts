import type { AccountId } from '#domain/values/account-id.ts';
import type { ForwardingCheck, ForwardingLog } from '#ports/forwarding.ts';

/** Forwarding checks in memory. */
export function memoryForwardingLog(): ForwardingLog {
  const checks = new Map<AccountId, ForwardingCheck>();
  return {
    readCheck: async (account) => checks.get(account),
    keepCheck: async (check) => void checks.set(check.account, check),
    listChecks: async () => [...checks.values()],
  };
}
