import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';

/** A StartLogging event that arrived from an account, whether or not the call succeeded. */
export interface Arrival {
  readonly account: AccountId;
  readonly region: string;
  readonly eventId: string;
  /** Time of the call, as the CloudTrail event gives it. */
  readonly calledAt?: Instant | undefined;
  readonly heardAt: Instant;
}

/** The last StartLogging event of each account and Region; shows that events arrive. Reads are strongly consistent. */
export interface Arrivals {
  noteArrival(arrival: Arrival): Promise<void>;
  listArrivals(account: AccountId): Promise<readonly Arrival[]>;
}
