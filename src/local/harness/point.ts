/** One outside call of a journey: the calling function, the operation, and the ordinal number of the call. */
export interface Point {
  /** e.g. `evaluate dynamodb:TransactWriteItems`, without anything that differs from run to run. */
  readonly call: string;
  /** Counts from 1. */
  readonly nth: number;
  /**
   * Whether only some runs make this call, e.g. new processes, or two reporters in a race. New and warm processes take
   * turns for it; a run without the call is counted, but is not a fault.
   */
  readonly cold: boolean;
}

/** Whether the processes are started anew for this attempt (from 1) at a strike: for calls of chance every other time. */
export const startsAnew = ({ cold }: Pick<Point, 'cold'>, attempt: number): boolean =>
  cold && attempt % 2 === 1;

/** What a strike does to the call and to the calling function. */
export const harms = ['killed before', 'killed after', 'call lost', 'answer lost', 'no answer'] as const;
/** What a strike does to the call and to the calling function. */
export type Harm = (typeof harms)[number];

/** The name of a point, for output and as part of a seed. */
export const pointName = ({ call, nth }: Point): string => `${call} #${nth}`;

/**
 * The calls that every undisturbed run makes, as points: `cold` in processes that had just started, `warm` in ones
 * that had worked before. How often the reporters refresh what they told is a race, so calls beyond the least
 * number are left out; every kind of call is there at least once.
 */
export function pointsOf(
  cold: ReadonlyMap<string, number>,
  warm: readonly ReadonlyMap<string, number>[],
): readonly Point[] {
  const names = [...new Set([cold, ...warm].flatMap((counts) => [...counts.keys()]))].sort();
  return names.flatMap((call) => {
    const always = Math.min(...warm.map((counts) => counts.get(call) ?? 0));
    const some = always === 0 ? 1 : Math.min(always, cold.get(call) ?? always);
    return Array.from({ length: some }, (_, index) => ({ call, nth: index + 1, cold: always === 0 }));
  });
}
