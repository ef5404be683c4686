import { asJsonObject, asList } from './json.ts';
import type { SentValue } from './operators.ts';
import { operatorOf } from './operators.ts';
import type { Truth } from './truth.ts';
import { inEvery } from './truth.ts';

/**
 * The possible values of the condition keys of a request, by key in lower case. Nothing is known about a key that is
 * missing here. `aws:principaltag/*` stands for all keys with that prefix.
 */
export type SentKeys = ReadonlyMap<string, readonly SentValue[]>;

/** One key of a Condition element, judged. */
export interface JudgedKey {
  /** As the policy spells it, up to the first slash. */
  readonly key: string;
  readonly holds: Truth;
  /** The request certainly does not have the key. */
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

/** Each key of a Condition element, judged separately; the element holds when all of them hold. */
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
