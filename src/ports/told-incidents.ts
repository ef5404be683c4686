import type { IncidentId } from '#domain/issues/incident-id.ts';

/** Incidents by their own rows, whatever the issue table says. */
export interface ToldIncidents {
  /** Those that somebody was told of, and in which something still stands. */
  listLivingIncidents(): Promise<readonly IncidentId[]>;
}
