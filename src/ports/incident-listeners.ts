import type { IncidentEvent } from '#domain/announcements/incident-event.ts';

/** A place where machines hear of incidents: the bus of incidents, or Security Hub. */
export interface IncidentListener {
  /** The key of its receipt, e.g. `events`. */
  readonly name: string;
  /** Sends the events of one incident, oldest first; throws when one was not taken. Receivers are idempotent. */
  sendEvents(events: readonly IncidentEvent[]): Promise<void>;
}
