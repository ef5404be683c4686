import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { ForwardingCheck, ForwardingLog } from '#ports/forwarding.ts';

/** Forwarding checks in memory. */
export function memoryForwardingLog(): ForwardingLog {
  const checks = new Map<AccountId, ForwardingCheck>();
  let asked: Instant | undefined;
  return {
    readAsked: async () => asked,
    keepAsked: async (at) => void (asked = at),
    readCheck: async (account) => checks.get(account),
    keepCheck: async (check) => void checks.set(check.account, check),
    listChecks: async () => [...checks.values()],
  };
}
