import type { ForwardingSight, DatedGap } from '#domain/facts/forwarding.ts';
import type { Sight } from '#domain/facts/observation.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';

/** Reads the EventBridge rules that forward an account's events. */
export interface ForwardingObserver {
  /**
   * The rules in each of `regions`, with the targets of those that `closely` names. Unreadable as a whole when the
   * account refuses access; lasting throttling and faults of AWS are thrown.
   */
  lookAtForwarding(
    account: AccountId,
    regions: readonly Region[],
    closely: (region: Region) => readonly string[],
  ): Promise<Sight<readonly ForwardingSight[]>>;
}

/** The result of the last check of an account's forwarding rules. */
export interface ForwardingCheck {
  readonly account: AccountId;
  readonly at: Instant;
  readonly gaps: readonly DatedGap[];
  /** When a check last found that events are lost. */
  readonly lackedAt?: Instant | undefined;
}

/** The last forwarding check of every account. Reads are strongly consistent. */
export interface ForwardingLog {
  readCheck(account: AccountId): Promise<ForwardingCheck | undefined>;
  /** Stores `check` as the account's last one; idempotent. */
  keepCheck(check: ForwardingCheck): Promise<void>;
  listChecks(): Promise<readonly ForwardingCheck[]>;
}
