import pLimit from 'p-limit';
import type { InspectedDestination } from '#domain/reports/inspected-destinations.ts';
import { inspectionOf, isOfSweep, usedDestinations } from '#domain/reports/inspected-destinations.ts';
import type { SweepResult } from '#domain/sweeps/sweep.ts';
import type { LogDestinationStore } from '#ports/log-destinations.ts';

const atOnce = 16;

/**
 * What became of the inspections that a sweep asked for: one read of the store for each bucket and key that the sweep
 * saw in use, a second one where there is no result. None without a sweep.
 */
export async function readLogDestinations(
  store: Pick<LogDestinationStore, 'readDestination' | 'readFailure'>,
  sweep: SweepResult | undefined,
): Promise<readonly InspectedDestination[]> {
  if (!sweep) return [];
  const { startedAt } = sweep.sweep;
  const limit = pLimit(atOnce);
  return Promise.all(
    usedDestinations(sweep).map((used) =>
      limit(async () => {
        const { kind, id, accounts } = used;
        const sight = await store.readDestination(used);
        const failure = sight && isOfSweep(sight, startedAt) ? undefined : await store.readFailure(used);
        return { kind, id, accounts, inspection: inspectionOf(used, { sight, failure }, startedAt) };
      }),
    ),
  );
}
