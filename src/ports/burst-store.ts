import type { Trigger } from '#domain/facts/trigger.ts';
import type { Burst } from '#domain/issues/burst.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { AccountId } from '#domain/values/account-id.ts';

/** Counts failed calls on what is watched. Reads are strongly consistent. */
export interface BurstStore {
  /**
   * Counts a failed call, once however often it is told; answers all calls of its actor in this account that lie
   * within five minutes of it.
   */
  countFailedCall(account: AccountId, trigger: Trigger): Promise<readonly Trigger[]>;
  /**
   * The burst that these calls belong to: one of the same actor that began less than an hour earlier, or else a new
   * one. One conditional write decides.
   */
  claimBurst(account: AccountId, calls: Burst['calls']): Promise<IncidentId>;
  readBurst(id: IncidentId): Promise<Burst | undefined>;
}
