import type { ForwardingSight, DatedGap } from '#domain/facts/forwarding.ts';
import type { Sight } from '#domain/facts/observation.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';

/** Looks at what carries an account's events on. */
export interface ForwardingObserver {
  /**
   * What each of `regions` shows, with the targets of the rules that `closely` names there. Unreadable as a whole when the account lets nobody in; throttling that lasts, and
   * faults of AWS, are thrown.
   */
  lookAtForwarding(
    account: AccountId,
    regions: readonly Region[],
    closely: (region: Region) => readonly string[],
  ): Promise<Sight<readonly ForwardingSight[]>>;
}

/** What the last look at an account's forwarding found wanting. */
export interface ForwardingCheck {
  readonly account: AccountId;
  readonly at: Instant;
  readonly gaps: readonly DatedGap[];
  /** When events were last seen to be lost. */
  readonly lackedAt?: Instant | undefined;
}

/** The last check of every account. Reads are strongly consistent. */
export interface ForwardingLog {
  readCheck(account: AccountId): Promise<ForwardingCheck | undefined>;
  /** Keeps `check` as the account's last one; keeping it twice is harmless. */
  keepCheck(check: ForwardingCheck): Promise<void>;
  listChecks(): Promise<readonly ForwardingCheck[]>;
}
