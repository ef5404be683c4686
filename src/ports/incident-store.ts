import type { IncidentClaim } from '#domain/issues/claim-incident.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { IncidentView } from '#domain/issues/incident.ts';

/** Incidents and their members. Reads are strongly consistent. */
export interface IncidentStore {
  /** Joins the current incident of the cause, or opens one. A conditional write makes concurrent callers agree. */
  claimIncident(claim: IncidentClaim): Promise<IncidentId>;
  /** The incident with its current members; undefined when the id is unknown. */
  readIncident(id: IncidentId): Promise<IncidentView | undefined>;
}
