/**
 * `text` safe for a terminal: control characters, line breaks, and the marks that reorder or hide text are
 * written as `\u{...}`, so that a name in an event cannot move the cursor or forge a line.
 */
export function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu,
    (mark) => `\\u{${(mark.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
