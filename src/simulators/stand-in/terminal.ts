/**
 * `text` made safe for a terminal: escape sequences, other control characters and characters that change the
 * reading direction become `�`; tabs and line breaks stay.
 */
export function harmless(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu,
    '�',
  );
}

/**
 * `text` broken at spaces into lines of at most `width` characters. Longer words are left whole, and so are lines
 * that begin with four spaces: they are code, to be copied.
 */
export function wrapped(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => {
    if (line.startsWith('    ')) return [line];
    const lines: string[] = [];
    let current = '';
    for (const word of line.split(' ')) {
      const longer = current === '' ? word : `${current} ${word}`;
      if (current !== '' && longer.length > width) {
        lines.push(current);
        current = word;
      } else current = longer;
    }
    return [...lines, current];
  });
}

/** Every line of `lines` prefixed with `margin`, without trailing spaces. */
export function behind(margin: string, lines: readonly string[]): string[] {
  return lines.map((line) => `${margin}${line}`.trimEnd());
}
