/**
 * Waits for all of `works`, then answers with what succeeded and what failed. Nothing is left running behind a
 * function that has answered, and one failure hides nobody else's success.
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

/** Throws when there were failures: the first one as the cause, the number in the words. */
export function throwIfAny(what: string, failures: readonly unknown[]): void {
  if (failures.length > 0) throw new Error(`${failures.length} x ${what}`, { cause: failures[0] });
}
