import type { CauseKey } from '#domain/findings/finding.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { IncidentView } from '#domain/issues/incident.ts';
import type { Instant } from '#domain/values/instant.ts';

/** A request for the incident that a new finding belongs to. */
export interface IncidentClaim {
  readonly cause: CauseKey;
  readonly since: Instant;
  readonly at: Instant;
  /** The finding's earlier incident; not joined when only whitelisted members are left in it. */
  readonly returnsFrom?: IncidentId | undefined;
  /** Whether it belongs to the baseline: its incident is held back until a person accepts the baseline. */
  readonly preexisting?: boolean | undefined;
  /** Whether the incident can grow to thousands of members, because the trail is an organization trail. */
  readonly wide?: boolean | undefined;
  /** The session and call that caused it; equal calls of one session within a minute are one incident. */
  readonly session?: { readonly key: string; readonly eventName: string; readonly at: Instant } | undefined;
}

/** Incidents and their members. Reads are strongly consistent. */
export interface IncidentStore {
  /** Joins the current incident of the cause, or opens one. A conditional write makes concurrent callers agree. */
  claimIncident(claim: IncidentClaim): Promise<IncidentId>;
  /** The incident with its current members; undefined when the id is unknown. */
  readIncident(id: IncidentId): Promise<IncidentView | undefined>;
}
