import type { LocalCloud } from '#simulators/aws-cloud/local-cloud.ts';

/** What one invocation was given, by the short name of its function. */
export interface Invocation {
  readonly function: string;
  readonly event: unknown;
}

/**
 * What becomes of an invocation: it runs; it fails before it starts, as while a deploy is under way; or it does nothing and
 * answers that all is done.
 */
export type Fate = 'run' | 'refuse' | 'pass over';

/** Every invocation of a local cloud. */
export interface Spy {
  readonly seen: readonly Invocation[];
  /** Those that were refused, oldest first. */
  readonly refused: readonly Invocation[];
  fate: (invocation: Invocation) => Fate;
}

const refusal = { ok: false, error: { errorType: 'Deploy', errorMessage: 'nothing runs now' } } as const;

/** Stands between the queues, streams and schedules of `cloud` and its functions. */
export function spyOn({ functions, stack }: LocalCloud): Spy {
  const seen: Invocation[] = [];
  const refused: Invocation[] = [];
  const spy: Spy = { seen, refused, fate: () => 'run' };
  const shortOf = new Map(
    stack.of('AWS::Lambda::Function').flatMap(({ name, arn, Code }) => {
      const short = (Code.S3Key.split('/').at(-1) ?? '').replace(/\.zip$/, '');
      return [
        [name, short],
        [arn, short],
      ];
    }),
  );
  const { invoke } = functions;
  functions.invoke = async (name, event) => {
    const invocation = { function: shortOf.get(name) ?? name, event: structuredClone(event) };
    seen.push(invocation);
    const fate = spy.fate(invocation);
    if (fate === 'run') return invoke(name, event);
    if (fate === 'pass over') return { ok: true, payload: { batchItemFailures: [] } };
    refused.push(invocation);
    return refusal;
  };
  return spy;
}

/** The records in the event of a queue's or stream's invocation; none for a schedule's. */
export function recordsIn({ event }: Invocation): readonly Record<string, unknown>[] {
  const { Records } = event as { readonly Records?: readonly Record<string, unknown>[] };
  return Records ?? [];
}
