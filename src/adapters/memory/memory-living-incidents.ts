import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { Incident } from '#domain/issues/incident.ts';
import type { Instant } from '#domain/values/instant.ts';
import { plusSeconds } from '#domain/values/instant.ts';
import type { LivingIncidents } from '#ports/living-incidents.ts';
import type { MemoryTables } from './memory-tables.ts';

/** Seconds that the rows of a closed incident are kept: 90 days, as in the state table. */
const keptFor = 90 * 24 * 3600;

function forget(tables: MemoryTables, { id, cause }: Incident): void {
  tables.incidents.delete(id);
  for (const rows of [tables.members, tables.events])
    for (const [key, row] of rows) if (row.incident === id) rows.delete(key);
  if (tables.causes.get(cause) === id) tables.causes.delete(cause);
  for (const [key, { incident }] of tables.sessions) if (incident === id) tables.sessions.delete(key);
}

/** The incidents of `tables` that are not closed; rows that have expired go when the next incident is closed. */
export function memoryLivingIncidents(tables: MemoryTables): LivingIncidents {
  const expiring = new Map<IncidentId, { readonly incident: Incident; readonly expires: Instant }>();
  return {
    listLiving: async () => [...tables.living],
    async closeIncident({ incident }, at) {
      tables.living.delete(incident.id);
      expiring.set(incident.id, { incident, expires: plusSeconds(at, keptFor) });
      for (const [id, { incident: old, expires }] of expiring)
        if (expires <= at) {
          forget(tables, old);
          expiring.delete(id);
        }
    },
  };
}
