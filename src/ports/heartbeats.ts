import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Place } from '#domain/values/place.ts';

/** A heartbeat event that arrived from one account and Region over the same way as CloudTrail events. */
export interface Heartbeat extends Place {
  readonly at: Instant;
}

/** The last heartbeat of every account and Region. */
export interface Heartbeats {
  /** Stores `beat` unless a later one is stored; idempotent. */
  keepHeartbeat(beat: Heartbeat): Promise<void>;
  /** The last heartbeat of each account and Region from which one ever arrived. */
  listHeartbeats(): Promise<readonly Heartbeat[]>;
  /** The last heartbeat of each Region of `account` from which one ever arrived. */
  listHeartbeatsOf(account: AccountId): Promise<readonly Heartbeat[]>;
}
