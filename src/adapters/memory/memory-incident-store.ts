import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { IncidentView } from '#domain/issues/incident.ts';
import { decideClaim } from '#domain/issues/claim-incident.ts';
import type { IncidentStore } from '#ports/incident-store.ts';
import type { MemoryTables } from './memory-tables.ts';

function viewOf(tables: MemoryTables, id: IncidentId): IncidentView | undefined {
  const incident = tables.incidents.get(id);
  return (
    incident && {
      incident,
      members: tables.members.rowsOf(id).map(({ member }) => member),
      events: new Map(tables.events.rowsOf(id).map(({ trigger }) => [trigger.eventId, trigger])),
      answers: tables.answers.get(id) ?? [],
    }
  );
}

/** Incidents in memory. A claim is atomic, like one conditional write. */
export function memoryIncidentStore(tables: MemoryTables, newId: () => IncidentId): IncidentStore {
  return {
    readIncident: async (id) => viewOf(tables, id),
    async claimIncident(claim) {
      const { cause, session } = claim;
      const key = session && `${session.key}|${session.eventName}`;
      const held = tables.causes.get(cause);
      const decision = decideClaim(claim, {
        ofCause: held === undefined ? undefined : { id: held, view: viewOf(tables, held) },
        ofSession: key === undefined ? undefined : tables.sessions.get(key),
      });
      if ('joins' in decision) return decision.joins;
      const incident = 'joinsForCause' in decision ? decision.joinsForCause : newId();
      tables.causes.set(cause, incident);
      if (!('opens' in decision)) return incident;
      tables.incidents.set(incident, { id: incident, ...decision.opens });
      tables.living.add(incident);
      if (session && key !== undefined) tables.sessions.set(key, { incident, firstAt: session.at });
      return incident;
    },
  };
}
