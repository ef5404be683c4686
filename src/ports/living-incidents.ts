import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { IncidentView } from '#domain/issues/incident.ts';
import type { Instant } from '#domain/values/instant.ts';

/** The index of incidents that are not closed, from the claim that opens one to the daily run that closes it. */
export interface LivingIncidents {
  listLiving(): Promise<readonly IncidentId[]>;
  /**
   * Takes an incident whose end was told out of the index, and lets its rows expire 90 days after `at`. Idempotent.
   */
  closeIncident(view: IncidentView, at: Instant): Promise<void>;
}
