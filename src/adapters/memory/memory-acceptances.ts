import type { Acceptance } from '#domain/issues/acceptance.ts';
import type { Acceptances } from '#ports/acceptances.ts';

/** Acceptances in memory; expired ones are never removed. */
export function memoryAcceptances(): Acceptances {
  const rows = new Map<string, Acceptance>();
  const all = () => [...rows.values()];
  return {
    async keepAcceptance(acceptance) {
      rows.set(`${acceptance.accountId}#${acceptance.incident}`, acceptance);
    },
    listAcceptancesOf: async (account, now) =>
      all().filter(({ accountId, until }) => accountId === account && until > now),
    listAcceptancesIn: async (incident) => all().filter((one) => one.incident === incident),
    listAcceptances: async () => all(),
  };
}
