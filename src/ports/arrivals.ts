import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';

/** A StartLogging of an account whose event came, whatever became of the call. */
export interface Arrival {
  readonly account: AccountId;
  readonly region: string;
  readonly eventId: string;
  /** When the call was made, as CloudTrail tells it. */
  readonly calledAt?: Instant | undefined;
  readonly heardAt: Instant;
}

/** The last StartLogging that came of each account and Region. Reads are strongly consistent. */
export interface Arrivals {
  noteArrival(arrival: Arrival): Promise<void>;
  listArrivals(account: AccountId): Promise<readonly Arrival[]>;
}
