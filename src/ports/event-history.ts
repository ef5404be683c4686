import type { Sight } from '#domain/facts/observation.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Place } from '#domain/values/place.ts';

/** A query of the event history of one account and Region: calls named `eventNames` between `from` and `to`. */
export interface HistoryQuestion extends Place {
  readonly eventNames: readonly string[];
  readonly from: Instant;
  readonly to: Instant;
}

/** CloudTrail's event history, which AWS keeps for 90 days even without a trail. */
export interface EventHistory {
  /** The matching calls that Trailwarden handles; unreadable when the account refuses access. */
  searchCalls(question: HistoryQuestion): Promise<Sight<readonly Trigger[]>>;
}
