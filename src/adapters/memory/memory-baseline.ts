import type { Instant } from '#domain/values/instant.ts';
import type { Baseline } from '#ports/baseline.ts';
import type { MemoryTables } from './memory-tables.ts';

/** The baseline in memory. An incident that is held back is marked `preexisting`. */
export function memoryBaseline(tables: Pick<MemoryTables, 'incidents'>): Baseline {
  let accepted: Instant | undefined;
  const isHeld: Baseline['isHeld'] = async (id) => tables.incidents.get(id)?.preexisting === true;
  return {
    isHeld,
    acceptedAt: async () => accepted,
    acceptBaseline: async (at) => void (accepted ??= at),
    async releaseIncident(id) {
      const incident = tables.incidents.get(id);
      if (!incident || !(await isHeld(id))) return false;
      const { id: own, cause, openedAt, previous } = incident;
      tables.incidents.set(id, { id: own, cause, openedAt, previous });
      return true;
    },
  };
}
