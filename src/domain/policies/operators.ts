import { fitsGlob } from './glob.ts';
import type { Truth } from './truth.ts';
import { allOf, anyOf, truthOf, not } from './truth.ts';

/** Compares one value of a policy with the value of a request. */
type Comparison = (wanted: string, value: string) => Truth;

const literally =
  (compare: (wanted: string, value: string) => boolean): Comparison =>
  (wanted, value) =>
    wanted.includes('${') ? 'maybe' : truthOf(compare(wanted, value));

const equal = literally((wanted, value) => wanted === value);
const equalIgnoringCase = literally((wanted, value) => wanted.toLowerCase() === value.toLowerCase());

function number(compare: (value: number, wanted: number) => boolean): Comparison {
  return (wanted, value) => {
    const [left, right] = [Number(value), Number(wanted)];
    if (wanted.trim() === '' || Number.isNaN(left) || Number.isNaN(right)) return 'maybe';
    return truthOf(compare(left, right));
  };
}

const boolean: Comparison = (wanted, value) =>
  /^(true|false)$/i.test(wanted) ? truthOf(wanted.toLowerCase() === value.toLowerCase()) : 'maybe';

// ArnEquals and ArnLike behave alike: each of the six parts is compared separately, with wildcards (IAM user guide).
const arn: Comparison = (wanted, value) => {
  const parts = (text: string) => {
    const all = text.split(':');
    return [...all.slice(0, 5), all.slice(5).join(':')];
  };
  // For incomplete ARNs such as `arn:aws:*`, AWS matches more than the guide says.
  if (wanted.split(':').length < 6) return fitsGlob(wanted, value) === 'no' ? 'no' : 'maybe';
  const [left, right] = [parts(wanted), parts(value)];
  return allOf(left.map((part, index) => fitsGlob(part, right[index] ?? '')));
};

const comparisons: ReadonlyMap<string, readonly [Comparison, negated?: 'negated']> = new Map([
  ['StringEquals', [equal]],
  ['StringNotEquals', [equal, 'negated']],
  ['StringEqualsIgnoreCase', [equalIgnoringCase]],
  ['StringNotEqualsIgnoreCase', [equalIgnoringCase, 'negated']],
  ['StringLike', [fitsGlob]],
  ['StringNotLike', [fitsGlob, 'negated']],
  ['ArnEquals', [arn]],
  ['ArnLike', [arn]],
  ['ArnNotEquals', [arn, 'negated']],
  ['ArnNotLike', [arn, 'negated']],
  ['Bool', [boolean]],
  ['NumericEquals', [number((value, wanted) => value === wanted)]],
  ['NumericNotEquals', [number((value, wanted) => value === wanted), 'negated']],
  ['NumericLessThan', [number((value, wanted) => value < wanted)]],
  ['NumericLessThanEquals', [number((value, wanted) => value <= wanted)]],
  ['NumericGreaterThan', [number((value, wanted) => value > wanted)]],
  ['NumericGreaterThanEquals', [number((value, wanted) => value >= wanted)]],
]);

/** The value of a condition key in a request; undefined when the request does not have the key. */
export type SentValue = string | undefined;

/** Decides whether a condition key with the value `state` meets the values of the policy. */
export type Operator = (wanted: readonly string[], state: SentValue) => Truth;

const absence: Operator = (wanted, state) =>
  anyOf(
    wanted.map((value) =>
      /^(true|false)$/i.test(value)
        ? truthOf((state === undefined) === (value.toLowerCase() === 'true'))
        : 'maybe',
    ),
  );

/** The outcome of a condition on an absent key: a negated operator holds. */
function withoutKey(set: string | undefined, ifExists: boolean, negated: boolean): Truth {
  if (ifExists || set === 'ForAllValues') return 'yes';
  return set === 'ForAnyValue' ? 'no' : truthOf(negated);
}

/** The condition operator called `name`, including set prefix and IfExists; undefined when it is not supported. */
export function operatorOf(name: string): Operator | undefined {
  if (name === 'Null') return absence;
  const [, set, bare = '', ifExists] = /^(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/.exec(name) ?? [];
  const [compare, sign] = comparisons.get(bare) ?? [];
  if (!compare) return undefined;
  const negated = sign === 'negated';
  return (wanted, state) => {
    if (state === undefined) return withoutKey(set, ifExists !== undefined, negated);
    const met = anyOf(wanted.map((value) => compare(value, state)));
    return negated ? not(met) : met;
  };
}
