import type { CauseKey } from '#domain/findings/finding.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { IncidentView } from '#domain/issues/incident.ts';
import type { Instant } from '#domain/values/instant.ts';

/** Asks for the incident that a new finding belongs to. */
export interface IncidentClaim {
  readonly cause: CauseKey;
  readonly since: Instant;
  readonly at: Instant;
  /** The incident that the finding returns from; it is never joined when only exempt members are left in it. */
  readonly returnsFrom?: IncidentId | undefined;
  /** It stood before Trailwarden came: the incident is held back until a person accepts the baseline. */
  readonly preexisting?: boolean | undefined;
  /** It can grow to thousands of members: the trail is an organization's. */
  readonly wide?: boolean | undefined;
  /** The session and call that caused it: causes of one session and call within a minute are one incident. */
  readonly session?: { readonly key: string; readonly eventName: string; readonly at: Instant } | undefined;
}

/** Incidents: which one a finding belongs to, and what belongs to one. Reads are strongly consistent. */
export interface IncidentStore {
  /** Joins the incident that stands for the cause, or opens one. One conditional write decides between writers. */
  claimIncident(claim: IncidentClaim): Promise<IncidentId>;
  /** The incident with all its members as they are now; undefined when there is none of that id. */
  readIncident(id: IncidentId): Promise<IncidentView | undefined>;
}
