/**
 * Waits until all of `works` have ended, then returns the results and the failures. A Lambda that returns leaves no
 * call running, and the failure of one work does not lose the results of the others.
 */
export async function settled<Value>(
  works: readonly Promise<Value>[],
): Promise<{ done: Value[]; failures: unknown[] }> {
  const outcomes = await Promise.allSettled(works);
  return {
    done: outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : [])),
    failures: outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
    ),
  };
}

/** Throws if there are failures: the message has their number, the cause is the first of them. */
export function throwIfAny(what: string, failures: readonly unknown[]): void {
  if (failures.length > 0) throw new Error(`${failures.length} x ${what}`, { cause: failures[0] });
}
