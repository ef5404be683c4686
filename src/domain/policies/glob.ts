import type { Truth } from './truth.ts';

/** A placeholder for unknown digits, small letters and hyphens: a date, a Region, the id of an account. */
export const unknownStretch = '\0';
/** A placeholder for an unknown name without slashes: that of a log file. */
export const unknownName = '\x01';

const isUnknown = (char: string | undefined): boolean => char === unknownStretch || char === unknownName;

const hasUnknown = (text: string): boolean => text.includes(unknownStretch) || text.includes(unknownName);

/** Whether an unknown part of this kind can contain what `wanted` stands for. */
function canContain(char: string | undefined, wanted: string): boolean {
  return char === unknownName ? wanted !== '/' : /[a-z0-9?-]/.test(wanted);
}

/** Whether `pattern` matches `text` for all values of its unknown stretches. Linear in practice. */
function fitsSurely(pattern: string, text: string): boolean {
  let [at, star, retry, position] = [0, -1, 0, 0];
  while (position < text.length) {
    const [wanted, found] = [pattern[at], text[position]];
    if (wanted === '*') {
      [star, retry, at] = [at, position, at + 1];
    } else if (wanted !== undefined && (wanted === found || (wanted === '?' && !isUnknown(found)))) {
      at += 1;
      position += 1;
    } else if (star >= 0) {
      [at, retry] = [star + 1, retry + 1];
      position = retry;
    } else return false;
  }
  return pattern.slice(at).replaceAll('*', '') === '';
}

/** Whether the known beginnings of both differ, so that no value of an unknown stretch can make them match. */
function beginsOtherwise(pattern: string, text: string): boolean {
  let at = 0;
  while (at < pattern.length && at < text.length && pattern.charCodeAt(at) === text.charCodeAt(at)) at += 1;
  if (at === pattern.length || at === text.length || isUnknown(text[at])) return false;
  // Whatever stands before the first difference is known, unless it has a wildcard.
  return !/[*?$]/.test(pattern.slice(0, at + 1));
}

/** Whether `pattern` matches `text` for some values of its unknown stretches; takes time length times length. */
function fitsPerhaps(pattern: string, text: string): boolean {
  const open = (at: number) => isUnknown(text[at - 1]);
  let before = [true];
  for (let at = 1; at <= text.length; at += 1) before[at] = before[at - 1] === true && open(at);
  for (const wanted of pattern) {
    const after = [wanted === '*' && before[0] === true];
    for (let at = 1; at <= text.length; at += 1) {
      after[at] =
        wanted === '*' || open(at)
          ? after[at - 1] === true ||
            (before[at] === true && (wanted === '*' || canContain(text[at - 1], wanted)))
          : before[at - 1] === true && (wanted === '?' || wanted === text[at - 1]);
    }
    before = after;
  }
  return before[text.length] === true;
}

/**
 * Whether the IAM pattern (`*` any characters, `?` one) matches `text`, which may have unknown stretches. A pattern
 * with a policy variable (`${aws:username}`) never matches for certain.
 */
export function fitsGlob(pattern: string, text: string): Truth {
  if (beginsOtherwise(pattern, text)) return 'no';
  if (hasUnknown(pattern)) return 'maybe';
  const variable = pattern.includes('${');
  if (!variable && fitsSurely(pattern, text)) return 'yes';
  if (!variable && !hasUnknown(text)) return 'no';
  return fitsPerhaps(pattern.replaceAll(/\$\{[^}]*\}?/g, '*'), text) ? 'maybe' : 'no';
}
