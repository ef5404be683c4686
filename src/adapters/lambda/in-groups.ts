import pLimit from 'p-limit';

/** How the works of a batch are grouped and handled. */
export interface Grouping<Work> {
  /** Works with the same key are handled in one call. */
  readonly key: (work: Work) => string;
  readonly handle: (works: readonly [Work, ...Work[]]) => Promise<void>;
  /** Groups handled in parallel. */
  readonly atOnce: number;
}

/**
 * Handles the works of a batch in groups, each group once. The returned function gives a work's outcome: it resolves or
 * rejects with the work's group, so that the record that brought the work succeeds or fails with it.
 */
export function inGroups<Work>(
  works: readonly Work[],
  grouping: Grouping<Work>,
): (work: Work) => Promise<void> {
  const limit = pLimit(grouping.atOnce);
  const outcomes = new Map<string, Promise<void>>();
  for (const [key, group] of Map.groupBy(works, grouping.key)) {
    const [first, ...rest] = group;
    if (first === undefined) continue;
    const outcome = limit(() => grouping.handle([first, ...rest]));
    // The records that await the outcome see the failure; this only prevents an unhandled rejection before they do.
    outcome.catch(() => undefined);
    outcomes.set(key, outcome);
  }
  return (work) => outcomes.get(grouping.key(work)) ?? Promise.resolve();
}
