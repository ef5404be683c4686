import type { Trigger } from '#domain/facts/trigger.ts';
import type { AttemptLog } from '#ports/attempt-log.ts';

/** An attempt that was kept. */
export interface KeptAttempt {
  readonly trigger: Trigger;
  readonly why: string;
}

/** A log of attempts in memory; `kept` returns them, oldest first. */
export function memoryAttemptLog(): AttemptLog & { kept(): readonly KeptAttempt[] } {
  const attempts = new Map<string, KeptAttempt>();
  return {
    async keepAttempt(trigger, why) {
      attempts.set(`${trigger.accountId} ${trigger.at ?? 0} ${trigger.sameAs}`, { trigger, why });
    },
    kept: () => [...attempts.values()].sort((a, b) => (a.trigger.at ?? 0) - (b.trigger.at ?? 0)),
  };
}
