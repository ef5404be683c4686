import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { IncidentId } from './incident-id.ts';
import { parseIncidentId } from './incident-id.ts';

/**
 * An alert without an incident, reported like one to show that messages and tickets arrive; it ends by itself. It has no
 * members, so it appears in no issue, report or metric.
 */
export interface TestAlert {
  readonly id: IncidentId;
  /** The account whose owners receive it. */
  readonly account: AccountId;
  /** The requester as named in the request (mostly an ARN). */
  readonly askedBy: string;
  readonly at: Instant;
  /** When it ends by itself. */
  readonly endsAt: Instant;
}

/** How long a test alert stays open, in seconds. */
export const testLasts = 60;

/** Reserved for test alerts: incident ids are UUIDs or have other prefixes (wide incidents, bursts). */
const prefix = 'test-';

/** The id of the test alert that the event `eventId` requests; the same for repeated deliveries of that event. */
export function testAlertId(eventId: string): IncidentId | undefined {
  return parseIncidentId(`${prefix}${eventId.toLowerCase()}`);
}

/** Whether `id` names a test alert. */
export function isTestAlertId(id: IncidentId): boolean {
  return id.startsWith(prefix);
}
