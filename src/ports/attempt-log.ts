import type { Trigger } from '#domain/facts/trigger.ts';

/** The record of calls that changed nothing, or whose effect was never seen; none of them is reported. */
export interface AttemptLog {
  /** Stores `trigger` with the reason; idempotent. */
  keepAttempt(trigger: Trigger, why: string): Promise<void>;
}
