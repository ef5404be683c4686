import type { Trigger } from '#domain/facts/trigger.ts';
import type { Burst } from '#domain/issues/burst.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { AccountId } from '#domain/values/account-id.ts';

/** Failed calls on watched resources, and the bursts they form. Reads are strongly consistent. */
export interface BurstStore {
  /**
   * Stores a failed call, once however often it is delivered. Returns the failed calls of its actor in this account
   * within five minutes of it, at most the nine before and the nine after it: a burst that it belongs to is among them.
   */
  countFailedCall(account: AccountId, trigger: Trigger): Promise<readonly Trigger[]>;
  /**
   * The burst that these calls belong to: one of the same actor that began less than an hour earlier, or else a new
   * one. A conditional write makes concurrent callers agree.
   */
  claimBurst(account: AccountId, calls: Burst['calls']): Promise<Burst>;
  readBurst(id: IncidentId): Promise<Burst | undefined>;
}
