import pLimit from 'p-limit';

/** How a batch is worked off in groups. */
export interface Grouping<Work> {
  /** Works of one key are done as one. */
  readonly key: (work: Work) => string;
  readonly handle: (works: readonly [Work, ...Work[]]) => Promise<void>;
  /** Groups that are worked on at the same time. */
  readonly atOnce: number;
}

/**
 * Does the works of a whole batch in groups, each group once, and answers for every work how its group went: the
 * record that brought the work waits for it and fails with it.
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
    // Every record that waits for it sees the failure; this only keeps Node from ending before they do.
    outcome.catch(() => undefined);
    outcomes.set(key, outcome);
  }
  return (work) => outcomes.get(grouping.key(work)) ?? Promise.resolve();
}
