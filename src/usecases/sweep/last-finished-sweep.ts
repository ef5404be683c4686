import { sweepResult } from '#domain/sweeps/sweep.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Clock } from '#ports/clock.ts';
import type { SweepLog } from '#ports/sweep-log.ts';

/** The log of sweeps, and the time by which deadlines are judged. */
export interface FinishedParts {
  readonly sweeps: SweepLog;
  readonly clock: Clock;
}

/**
 * The start of the last sweep in which every account was looked at; undefined before the first one. The result is
 * stored, so that outcomes are counted only while a sweep is under way.
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
