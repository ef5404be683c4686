import type { Sight, Unreadable } from '#domain/facts/observation.ts';

/** The longest text of AWS that is kept of a refusal. */
const longestMessage = 500;

const transient =
  /throttl|toomanyrequests|requestlimitexceeded|slowdown|timeout|expiredtoken|requestexpired|internal|serviceunavailable|networkingerror/i;

function named(error: unknown): { name: string; message: string; fault: string | undefined } | undefined {
  if (!(error instanceof Error)) return undefined;
  const fault = '$fault' in error && typeof error.$fault === 'string' ? error.$fault : undefined;
  return { name: error.name, message: error.message, fault };
}

/**
 * What AWS refused and why, or undefined when `error` is no refusal: throttling, faults of AWS and lost connections
 * are to be tried again, not to be taken for a fact.
 */
export function refusalOf(operation: string, error: unknown): Unreadable | undefined {
  const known = named(error);
  if (known?.fault !== 'client' || transient.test(known.name)) return undefined;
  return { operation, code: known.name, message: known.message.slice(0, longestMessage) };
}

/** The answer of `call`, or the refusal as a fact; anything else is thrown with the operation's name. */
export async function sight<Answer>(operation: string, call: () => Promise<Answer>): Promise<Sight<Answer>> {
  try {
    return { kind: 'seen', value: await call() };
  } catch (error) {
    const why = refusalOf(operation, error);
    if (why) return { kind: 'unreadable', why };
    throw new Error(`${operation} failed and is to be tried again`, { cause: error });
  }
}
