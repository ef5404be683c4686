import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { IncidentView } from '#domain/issues/incident.ts';
import { isJoinable } from '#domain/issues/incident.ts';
import type { IncidentClaim, IncidentStore } from '#ports/incident-store.ts';
import type { MemoryTables } from './memory-tables.ts';

/** Causes with the same session and call name join one incident within this time of the first, in milliseconds. */
const togetherWithin = 60_000;

function viewOf(tables: MemoryTables, id: IncidentId): IncidentView | undefined {
  const incident = tables.incidents.get(id);
  const members = [...tables.members.values()].filter((row) => row.incident === id);
  const events = [...tables.events.values()].filter((row) => row.incident === id);
  return (
    incident && {
      incident,
      members: members.map(({ member }) => member),
      events: new Map(events.map(({ trigger }) => [trigger.eventId, trigger])),
    }
  );
}

function chooseIncident(
  tables: MemoryTables,
  newId: () => IncidentId,
  claim: IncidentClaim,
  previous: IncidentId | undefined,
): IncidentId {
  const { session, cause, at } = claim;
  const key = session && `${session.key}|${session.eventName}`;
  const held = key === undefined ? undefined : tables.sessions.get(key);
  if (session && held && held.incident !== previous) {
    if (Math.abs(session.at - held.firstAt) <= togetherWithin) return held.incident;
  }
  const id = newId();
  tables.incidents.set(id, { id, cause, openedAt: at, previous, preexisting: claim.preexisting });
  if (session && key !== undefined) tables.sessions.set(key, { incident: id, firstAt: session.at });
  return id;
}

/** Incidents in memory. A claim is atomic, like one conditional write. */
export function memoryIncidentStore(tables: MemoryTables, newId: () => IncidentId): IncidentStore {
  return {
    readIncident: async (id) => viewOf(tables, id),
    async claimIncident(claim) {
      const held = tables.causes.get(claim.cause);
      if (held !== undefined && isJoinable(viewOf(tables, held), claim)) return held;
      const incident = chooseIncident(tables, newId, claim, held ?? claim.returnsFrom);
      tables.causes.set(claim.cause, incident);
      return incident;
    },
  };
}
