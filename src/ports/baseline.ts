import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { Instant } from '#domain/values/instant.ts';

/** Whether what stood before Trailwarden came may be told one by one. */
export interface Baseline {
  /** When it was accepted; undefined while it was not. */
  acceptedAt(): Promise<Instant | undefined>;
  /** Accepts it; the first acceptance stands. */
  acceptBaseline(at: Instant): Promise<void>;
  /** Whether an incident is held back. */
  isHeld(incident: IncidentId): Promise<boolean>;
  /** Lets an incident be told like any other. Answers whether it had been held back. */
  releaseIncident(incident: IncidentId): Promise<boolean>;
}
