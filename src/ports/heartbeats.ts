import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';

/** A heartbeat that came through the whole chain from one account and Region. */
export interface Heartbeat {
  readonly account: AccountId;
  readonly region: Region;
  readonly at: Instant;
}

/** The last heartbeat of every account and Region. */
export interface Heartbeats {
  /** Keeps `beat` unless a later one is known; keeping it twice is harmless. */
  keepHeartbeat(beat: Heartbeat): Promise<void>;
  /** All that ever came, the last one of each account and Region. */
  listHeartbeats(): Promise<readonly Heartbeat[]>;
}
