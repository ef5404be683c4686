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

/** Compares moments: ISO 8601, or seconds since 1970 as `aws:EpochTime` has them (IAM user guide, date operators). */
function date(compare: (value: number, wanted: number) => boolean): Comparison {
  const moment = (text: string): number => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text));
  return (wanted, value) => {
    const [left, right] = [moment(value), moment(wanted)];
    return Number.isNaN(left) || Number.isNaN(right) ? 'maybe' : truthOf(compare(left, right));
  };
}

/** A stand-in for the addresses that AWS itself calls from, which no page lists service by service. */
export const addressOfAws = 'an address of AWS';

// Ranges of customers are narrower than this; a wider one may contain addresses of AWS.
const widestCustomerRange = 16;

const address: Comparison = (wanted, value) => {
  if (value !== addressOfAws) return 'maybe';
  const [, ipv4, bits = '32'] = /^(\d+\.\d+\.\d+\.\d+)(?:\/(\d+))?$/.exec(wanted) ?? [];
  if (ipv4 === undefined) return 'maybe';
  if (bits === '0') return 'yes';
  const isPrivate = /^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./.test(ipv4) && Number(bits) >= 8;
  return isPrivate || Number(bits) >= widestCustomerRange ? 'no' : 'maybe';
};

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
  ['DateEquals', [date((value, wanted) => value === wanted)]],
  ['DateNotEquals', [date((value, wanted) => value === wanted), 'negated']],
  ['DateLessThan', [date((value, wanted) => value < wanted)]],
  ['DateLessThanEquals', [date((value, wanted) => value <= wanted)]],
  ['DateGreaterThan', [date((value, wanted) => value > wanted)]],
  ['DateGreaterThanEquals', [date((value, wanted) => value >= wanted)]],
  ['IpAddress', [address]],
  ['NotIpAddress', [address, 'negated']],
]);

/** The value of a condition key in a request, a list for a multivalued key; undefined: the request lacks the key. */
export type SentValue = string | readonly string[] | undefined;

/** Decides whether a condition key with the value `state` meets the values of the policy. */
export type Operator = (wanted: readonly string[], state: SentValue) => Truth;

type SetPrefix = 'ForAnyValue' | 'ForAllValues' | undefined;

const absence: Operator = (wanted, state) =>
  anyOf(
    wanted.map((value) =>
      /^(true|false)$/i.test(value)
        ? truthOf((state === undefined) === (value.toLowerCase() === 'true'))
        : 'maybe',
    ),
  );

/**
 * The outcome of a condition on an absent key: a negated operator holds, and so does IfExists. ForAnyValue never holds,
 * with IfExists neither (tried out in AWS: re:Post, "ForAnyValue with IfExists"); ForAllValues always holds.
 */
function withoutKey(set: SetPrefix, ifExists: boolean, negated: boolean): Truth {
  if (set !== undefined) return truthOf(set === 'ForAllValues');
  return truthOf(ifExists || negated);
}

/** The outcome over the values of a key: all, or at least one of them, as the set prefix says. */
function overValues(set: SetPrefix, values: readonly Truth[]): Truth {
  if (values.length === 1) return values[0] ?? 'maybe';
  // AWS documents no outcome for a multivalued key without a set prefix.
  if (set === undefined) return 'maybe';
  return set === 'ForAllValues' ? allOf(values) : anyOf(values);
}

/** The condition operator called `name`, including set prefix and IfExists; undefined when it is not supported. */
export function operatorOf(name: string): Operator | undefined {
  if (name === 'Null') return absence;
  const [, prefix, bare = '', ifExists] =
    /^(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/.exec(name) ?? [];
  // The expression admits these two prefixes only.
  const set = prefix as SetPrefix;
  const [compare, sign] = comparisons.get(bare) ?? [];
  if (!compare) return undefined;
  const negated = sign === 'negated';
  const meets = (wanted: readonly string[], value: string): Truth => {
    const met = anyOf(wanted.map((one) => compare(one, value)));
    return negated ? not(met) : met;
  };
  return (wanted, state) =>
    state === undefined
      ? withoutKey(set, ifExists !== undefined, negated)
      : overValues(
          set,
          (typeof state === 'string' ? [state] : state).map((value) => meets(wanted, value)),
        );
}
