// Characters with which untrusted text could break lines, reverse the reading direction, hide letters or forge names.
const lineBreaks = /[\t\n\v\f\r\u0085\u2028\u2029]+/gu;
const invisible =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** The end of every text that was cut. */
export const cutMark = ' … cut';

/** `text` on one line without control, direction and invisible characters; broken surrogates become U+FFFD. */
export function oneLine(text: string): string {
  return text.toWellFormed().replace(lineBreaks, ' ').replace(invisible, '');
}

/** `text` cleaned like `oneLine`, but with its line breaks, for code blocks. */
export function manyLines(text: string): string {
  return text
    .split(/\r\n|[\n\r\u0085\u2028\u2029]/u)
    .map(oneLine)
    .join('\n');
}

/** `text` if it has at most `limit` UTF-16 units, else as much as fits before "… cut". */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  // A cut inside a surrogate pair would leave half a character, which toWellFormed would turn into U+FFFD.
  const kept = text.slice(0, Math.max(0, limit - cutMark.length)).replace(/[\ud800-\udbff]$/u, '');
  return `${kept.trimEnd()}${cutMark}`.slice(0, limit);
}
