import type { Trigger } from '#domain/facts/trigger.ts';

/** The quiet timeline of calls that changed nothing, or whose effect never showed. */
export interface AttemptLog {
  /** Keeps `trigger`; keeping it twice is harmless. */
  keepAttempt(trigger: Trigger, why: string): Promise<void>;
}
