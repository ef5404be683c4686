import { gunzipSync } from 'node:zlib';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { messageKind, rowKind } from './kinds.ts';
import type { StoredRow } from './player.ts';
import type { Spy } from './spy.ts';
import { recordsIn } from './spy.ts';

/** Objects whose keys are data: ARNs, ids and what a call named. */
const keyedByData = new Set(['findings', 'delivery_errors', 'incidents', 'requested']);

/** Fields that hold one of few words; a word that the version before does not know is as new as a field. */
const words = new Set([
  ...['status', 'state', 'rule', 'severity', 'peak', 'kind', 'why', 'effect', 'because', 'is'],
  ...['inspected', 'writes', 'reads', 'recorded'],
]);

function unfolded(value: unknown): unknown {
  return value instanceof Uint8Array ? (JSON.parse(gunzipSync(value).toString()) as unknown) : value;
}

function shapesIn(path: string, name: string, folded: unknown): string[] {
  const value = unfolded(folded);
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((one) => shapesIn(`${path}[]`, name, one));
  if (typeof value !== 'object')
    return words.has(name) && typeof value === 'string' && /^[A-Za-z-]+$/.test(value)
      ? [`${path} = ${value}`]
      : [path];
  return Object.entries(value).flatMap(([key, one]) => {
    const below = keyedByData.has(name) ? '*' : key;
    return shapesIn(`${path}.${below}`, keyedByData.has(name) ? '' : key, one);
  });
}

/** Every field and word of stored rows, such as `seen.trails[].status.logging`. */
export function shapesOfRows(rows: {
  readonly issues: readonly StoredRow[];
  readonly state: readonly StoredRow[];
}): ReadonlySet<string> {
  const issues = rows.issues.flatMap((row) => shapesIn('issue', '', unmarshall(row)));
  const state = rows.state.flatMap((row) =>
    shapesIn(rowKind(row['pk']?.S ?? '', row['sk']?.S ?? ''), '', unmarshall(row)),
  );
  return new Set([...issues, ...state]);
}

/** Every field and word of the messages of ours that queues handed to functions. */
export function shapesOfMessages({ seen }: Spy): ReadonlySet<string> {
  const shapes = seen.flatMap((invocation) =>
    recordsIn(invocation).flatMap(({ body }) => {
      if (typeof body !== 'string') return [];
      const parsed: unknown = JSON.parse(body);
      // What AWS writes is no format of ours.
      const [kind = ''] = messageKind(invocation.function, parsed).split('+');
      return /^event|^heartbeat/.test(kind) ? [] : shapesIn(`${invocation.function} ${kind}`, '', parsed);
    }),
  );
  return new Set(shapes);
}
