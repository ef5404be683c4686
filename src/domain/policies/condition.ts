import { asJsonObject, asList } from './json.ts';
import type { SentValue } from './operators.ts';
import { operatorOf } from './operators.ts';
import type { Truth } from './truth.ts';
import { inEvery } from './truth.ts';

/**
 * What the condition keys of a request can be, by key in lower case: every state that is possible. A key that is
 * missing here is not known at all. `aws:principaltag/*` speaks for all keys that begin so.
 */
export type SentKeys = ReadonlyMap<string, readonly SentValue[]>;

/** One key of a Condition element, judged. */
export interface JudgedKey {
  /** As the policy spells it, without what follows a slash; known keys only are worth telling. */
  readonly key: string;
  readonly holds: Truth;
  /** The request does not have the key, whatever else is not known. */
  readonly absent: boolean;
}

function statesOf(key: string, sent: SentKeys): readonly SentValue[] | undefined {
  const name = key.toLowerCase();
  return sent.get(name) ?? sent.get(name.replace(/\/.*$/s, '/*'));
}

function wantedBy(values: unknown): readonly string[] | undefined {
  const texts = asList(values).map((value) =>
    ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined,
  );
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

function judgeKey(operator: string, key: string, values: unknown, sent: SentKeys): JudgedKey {
  const states = statesOf(key, sent);
  const [holds, wanted] = [operatorOf(operator), wantedBy(values)];
  return {
    key: key.replace(/\/.*$/s, ''),
    holds: states && holds && wanted ? inEvery(states.map((state) => holds(wanted, state))) : 'maybe',
    absent: states?.every((state) => state === undefined) === true,
  };
}

/** Every key of a Condition element, judged on its own: all of them have to hold. */
export function judgeCondition(condition: unknown, sent: SentKeys): readonly JudgedKey[] {
  if (condition === undefined) return [];
  const operators = asJsonObject(condition);
  if (!operators) return [{ key: 'Condition', holds: 'maybe', absent: false }];
  return Object.entries(operators).flatMap(([operator, keys]): JudgedKey[] => {
    const fields = asJsonObject(keys);
    if (!fields) return [{ key: operator, holds: 'maybe', absent: false }];
    return Object.entries(fields).map(([key, values]) => judgeKey(operator, key, values, sent));
  });
}
