import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { Instant } from '#domain/values/instant.ts';

/** The baseline: incidents that existed before Trailwarden was deployed, held back until a person accepts them. */
export interface Baseline {
  /** When the baseline was accepted; undefined while it is not. */
  acceptedAt(): Promise<Instant | undefined>;
  /** Accepts the baseline; a second acceptance changes nothing. */
  acceptBaseline(at: Instant): Promise<void>;
  /** Whether the incident is held back, so that it is not reported. */
  isHeld(incident: IncidentId): Promise<boolean>;
  /** Stops holding the incident back, so that it is reported. Returns whether it was held back. */
  releaseIncident(incident: IncidentId): Promise<boolean>;
}
