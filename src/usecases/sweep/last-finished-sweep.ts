import { sweepResult } from '#domain/sweeps/sweep.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Clock } from '#ports/clock.ts';
import type { SweepLog } from '#ports/sweep-log.ts';

/** What knowing the last finished sweep needs. */
export interface FinishedParts {
  readonly sweeps: SweepLog;
  readonly clock: Clock;
}

/**
 * When the last sweep began in which every account was looked at; undefined when there was none. What is found is
 * kept, so that the accounts are counted while a sweep is under way only.
 */
export function lastFinishedSweep(parts: FinishedParts): () => Promise<Instant | undefined> {
  const { sweeps, clock } = parts;
  return async () => {
    const [latest, finished] = await Promise.all([sweeps.readLatestSweep(), sweeps.readLastFinished()]);
    if (!latest || latest.id === finished?.id) return finished?.startedAt;
    const { end } = sweepResult(latest, await sweeps.listOutcomes(latest.id), clock.now());
    if (end !== 'complete') return finished?.startedAt;
    await sweeps.keepFinished(latest);
    return latest.startedAt;
  };
}
