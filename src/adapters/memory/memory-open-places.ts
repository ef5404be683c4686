import type { AskedLooks, OpenPlace, OpenPlaces } from '#ports/open-places.ts';
import type { MemoryTables } from './memory-tables.ts';

/** The open places of `tables`, and the looks that were asked for. */
export function memoryOpenPlaces(tables: MemoryTables): OpenPlaces {
  const asked: AskedLooks[] = [];
  return {
    listOpenPlaces: async () =>
      [...tables.items.values()].flatMap(({ issue }): OpenPlace[] => {
        const { account, region, status, disabled: blind, findings, timestamps } = issue;
        const keys = [...findings].flatMap(([key, { state }]) => (state === 'open' ? [key] : []));
        return status === 'open' ? [{ account, region, keys, blind, lookedAt: timestamps.updated }] : [];
      }),
    async noteAsked(looks) {
      asked.push(looks);
    },
    listAsked: async (since) => asked.filter(({ at }) => at >= since),
  };
}
