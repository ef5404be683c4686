import type { Sight, Unreadable } from '#domain/facts/observation.ts';

/** Characters stored of AWS's message in a refusal. */
const longestMessage = 500;

const transient =
  /throttl|toomanyrequests|requestlimitexceeded|slowdown|timeout|expiredtoken|requestexpired|internal|serviceunavailable|networkingerror/i;
/** Our own trouble, which says nothing of the account: a clock that is off (AWS general reference, common errors). */
const ownTrouble = /requesttimetooskewed|signaturedoesnotmatch|invalidsignature|incompletesignature/i;
/** AWS's answers to a session whose role was made anew, and in a Region that the account has not enabled. */
const unknownSession = /unrecognizedclient|invalidclienttokenid|invalidtoken/i;

function named(error: unknown): { name: string; message: string; fault: string | undefined } | undefined {
  if (!(error instanceof Error)) return undefined;
  const fault = '$fault' in error && typeof error.$fault === 'string' ? error.$fault : undefined;
  return { name: error.name, message: error.message, fault };
}

/**
 * The refused operation with AWS's code and message; undefined when `error` is not a refusal. Throttling, server faults
 * and lost connections are no refusals: the call is to be retried.
 */
export function refusalOf(operation: string, error: unknown): Unreadable | undefined {
  const known = named(error);
  if (known?.fault !== 'client' || transient.test(known.name) || ownTrouble.test(known.name))
    return undefined;
  return { operation, code: known.name, message: known.message.slice(0, longestMessage) };
}

/** Whether AWS did not know the session: only a new one tells whether that is a fact about the account. */
export function isSessionUnknown({ code }: Unreadable): boolean {
  return unknownSession.test(code);
}

/** The result of `call` as `seen`, or AWS's refusal as `unreadable`; throws every other error with the operation's name. */
export async function sight<Answer>(operation: string, call: () => Promise<Answer>): Promise<Sight<Answer>> {
  try {
    return { kind: 'seen', value: await call() };
  } catch (error) {
    const why = refusalOf(operation, error);
    if (why) return { kind: 'unreadable', why };
    throw new Error(`${operation} failed and is to be tried again`, { cause: error });
  }
}
