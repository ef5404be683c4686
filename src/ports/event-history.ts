import type { Sight } from '#domain/facts/observation.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';

/** What is asked of the event history of one account and Region. */
export interface HistoryQuestion {
  readonly account: AccountId;
  readonly region: Region;
  readonly eventNames: readonly string[];
  readonly from: Instant;
  readonly to: Instant;
}

/** CloudTrail's event history, which is kept without any trail. */
export interface EventHistory {
  /** The recorded calls of these names that we listen to; unreadable when the account does not let us look. */
  searchCalls(question: HistoryQuestion): Promise<Sight<readonly Trigger[]>>;
}
