/**
 * The selectors of a trail as AWS answered them, so that they can be put back; they decide nothing. `default`: it has none
 * of its own, and records all management events and no others.
 */
export interface AnsweredSelectors {
  readonly kind: 'default' | 'basic' | 'advanced';
  readonly count: number;
  /** The JSON that put-event-selectors takes, in printable ASCII; undefined when it is too large to be kept. */
  readonly json?: string | undefined;
}

/** The selectors of a trail that has none of its own. */
export const defaultSelectors: AnsweredSelectors = { kind: 'default', count: 0 };

/**
 * Largest selectors that are kept, in bytes. They are kept at a trail's home alone, where AWS allows five trails, so that
 * they add 25 KB at most to a memory of 250 KB and to an issue of 80 KB. AWS's own limit is a megabyte.
 */
const largestKept = 4096;

/** What a shell, a terminal, the AWS CLI (addresses) or our own words (runs of white space) would not leave as it is. */
const unsafe = /[^\x20-\x7e]|'|\/(?=\/)| (?= )/gu;

const escape = (text: string): string =>
  Array.from({ length: text.length }, (_, index) => {
    return `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }).join('');

/** `value` as JSON on one line of printable ASCII without apostrophes: the same value in letters that nothing acts on. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value).replace(unsafe, escape);
}

/** Empty lists, which AWS answers and does not take everywhere, are left out. */
const withoutEmpty = (_: string, value: unknown): unknown =>
  Array.isArray(value) && value.length === 0 ? undefined : value;

/** What is kept of `selectors` as AWS answered them: all of them if they are small enough, else their number. */
export function answeredSelectors(
  kind: 'basic' | 'advanced',
  selectors: readonly unknown[],
): AnsweredSelectors {
  const { length: count } = selectors;
  if (count === 0) return { kind, count };
  // The largest answer of AWS is not printed twice.
  const compact = JSON.stringify(selectors, withoutEmpty);
  if (compact.length > largestKept) return { kind, count };
  const json = printableJson(JSON.parse(compact));
  return json.length > largestKept ? { kind, count } : { kind, count, json };
}

/** `answered` without the selectors themselves. */
export function withoutJson({ kind, count }: AnsweredSelectors): AnsweredSelectors {
  return { kind, count };
}
