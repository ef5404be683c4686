import type { Ink } from './sheet.ts';

const narrow = /[iljtfr.,:;'|!()[\]{}\s/-]/u;
const wide = /[mwMW@%—…]/u;
const full = /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uff60\p{Extended_Pictographic}]/u;

/** The estimated width of a character of a common sans serif, in ems, rounded up. */
function widthOf(character: string, { bold, code }: Ink): number {
  if (full.test(character)) return 1.1;
  if (code === true) return 0.57;
  const own = narrow.test(character)
    ? 0.36
    : wide.test(character)
      ? 0.95
      : /[A-Z]/.test(character)
        ? 0.7
        : 0.6;
  return bold === true ? own * 1.1 : own;
}

const lengthOf = (text: string, ink: Ink): number =>
  Array.from(text).reduce((sum, character) => sum + widthOf(character, ink), 0);

/** Words that fit into a line each; longer ones are split. */
function words(ink: Ink, most: number): string[] {
  return (ink.text.match(/\s+|[^\s]+/gu) ?? []).flatMap((word) => {
    if (lengthOf(word, ink) <= most) return [word];
    const parts: string[] = [''];
    for (const character of word) {
      const part = `${parts.at(-1) ?? ''}${character}`;
      if (lengthOf(part, ink) > most) parts.push(character);
      else parts[parts.length - 1] = part;
    }
    return parts;
  });
}

function isSameHand(one: Ink, other: Ink): boolean {
  return JSON.stringify({ ...one, text: '' }) === JSON.stringify({ ...other, text: '' });
}

/** `inks` in lines of at most `most` ems; at least one line. */
export function wrapped(inks: readonly Ink[], most: number): Ink[][] {
  const lines: Ink[][] = [[]];
  let left = most;
  for (const ink of inks) {
    for (const word of words(ink, most)) {
      const length = lengthOf(word, ink);
      const isSpace = word.trim() === '';
      // A full stop goes with the word before it.
      const clings = /^[.,;:)]$/.test(word);
      if (length > left && !isSpace && !clings) {
        lines.push([]);
        left = most;
      }
      const line = lines.at(-1) ?? [];
      if (isSpace && line.length === 0 && lines.length > 1) continue;
      const last = line.at(-1);
      if (last && isSameHand(last, ink)) line[line.length - 1] = { ...last, text: last.text + word };
      else line.push({ ...ink, text: word });
      left -= length;
    }
  }
  return lines;
}
