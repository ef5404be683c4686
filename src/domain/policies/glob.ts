import type { Truth } from './truth.ts';

/** A placeholder for an unknown part of a text, e.g. the date in the name of a log file. */
export const unknownStretch = '\0';

/** Whether `pattern` matches `text` for all values of its unknown stretches. Linear in practice. */
function fitsSurely(pattern: string, text: string): boolean {
  let [at, star, retry, position] = [0, -1, 0, 0];
  while (position < text.length) {
    const [wanted, found] = [pattern[at], text[position]];
    if (wanted === '*') {
      [star, retry, at] = [at, position, at + 1];
    } else if (wanted !== undefined && (wanted === found || (wanted === '?' && found !== unknownStretch))) {
      at += 1;
      position += 1;
    } else if (star >= 0) {
      [at, retry] = [star + 1, retry + 1];
      position = retry;
    } else return false;
  }
  return pattern.slice(at).replaceAll('*', '') === '';
}

/** Whether `pattern` matches `text` for some values of its unknown stretches; takes time length times length. */
function fitsPerhaps(pattern: string, text: string): boolean {
  const open = (at: number) => text[at - 1] === unknownStretch;
  let before = [true];
  for (let at = 1; at <= text.length; at += 1) before[at] = before[at - 1] === true && open(at);
  for (const wanted of pattern) {
    const after = [wanted === '*' && before[0] === true];
    for (let at = 1; at <= text.length; at += 1) {
      after[at] =
        wanted === '*' || open(at)
          ? after[at - 1] === true || before[at] === true
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
  if (pattern.includes(unknownStretch)) return 'maybe';
  const variable = pattern.includes('${');
  if (!variable && fitsSurely(pattern, text)) return 'yes';
  if (!variable && !text.includes(unknownStretch)) return 'no';
  return fitsPerhaps(pattern.replaceAll(/\$\{[^}]*\}?/g, '*'), text) ? 'maybe' : 'no';
}
