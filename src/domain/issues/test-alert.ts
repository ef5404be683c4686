import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { IncidentId } from './incident-id.ts';
import { parseIncidentId } from './incident-id.ts';

/**
 * An alert without an incident: it is told as one is, to show that people are reached, and is over by itself. It has no
 * members, so no issue, report or metric knows of it.
 */
export interface TestAlert {
  readonly id: IncidentId;
  /** The account whose owners are told. */
  readonly account: AccountId;
  /** Who asked for it, in their own words (mostly an ARN). */
  readonly askedBy: string;
  readonly at: Instant;
  /** From then on it is over, without anybody doing anything. */
  readonly endsAt: Instant;
}

/** A test alert is over after so long, in seconds. */
export const testLasts = 60;

/** Fresh incident ids are UUIDs, those of wide incidents and of bursts have words of their own: none begins like this. */
const prefix = 'test-';

/** The id of the test alert that the event `eventId` asks for: equal for every delivery of it. */
export function testAlertId(eventId: string): IncidentId | undefined {
  return parseIncidentId(`${prefix}${eventId.toLowerCase()}`);
}

/** Whether `id` is that of a test alert and of nothing else. */
export function isTestAlertId(id: IncidentId): boolean {
  return id.startsWith(prefix);
}
