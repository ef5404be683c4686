import type { IncidentId } from '#domain/issues/incident-id.ts';

/** Incidents read from their own rows, independent of the issue table, to find differences between the two. */
export interface ToldIncidents {
  /** The reported incidents with a finding that is neither resolved nor closed. */
  listLivingIncidents(): Promise<readonly IncidentId[]>;
}
