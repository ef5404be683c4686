import { metrics } from '#adapters/lambda/observability.ts';
import type { Clock } from '#ports/clock.ts';
import type { SweepLog } from '#ports/sweep-log.ts';
import { lastFinishedSweep } from '#usecases/sweep/last-finished-sweep.ts';

const hour = 3600 * 1000;

/** The log `sweeps`, which also counts accounts that could not be read completely (metric `AccountsUnreadable`). */
export function countingUnreadable(sweeps: SweepLog): SweepLog {
  return {
    ...sweeps,
    async noteOutcome(id, outcome) {
      await sweeps.noteOutcome(id, outcome);
      const whole = outcome.kind === 'done' && outcome.refusals.length === 0;
      metrics.addMetric('AccountsUnreadable', 'Count', whole ? 0 : 1);
    },
  };
}

/**
 * Wraps `work`: first measures the hours since the start of the last complete sweep (metric `HoursSinceSweep`). Before
 * the first complete sweep nothing is measured; the alarm treats missing data as breaching.
 */
export function measuringSweeps<Occasion, Answer>(
  parts: { sweeps: SweepLog; clock: Clock },
  work: (occasion: Occasion) => Promise<Answer>,
): (occasion: Occasion) => Promise<Answer> {
  const lastFinished = lastFinishedSweep(parts);
  return async (occasion) => {
    const began = await lastFinished();
    if (began !== undefined) metrics.addMetric('HoursSinceSweep', 'None', (parts.clock.now() - began) / hour);
    return work(occasion);
  };
}
