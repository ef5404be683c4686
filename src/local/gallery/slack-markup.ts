import type { Ink } from './sheet.ts';

const delhi = (5 * 60 + 30) * 60;

/** A moment as a reader in New Delhi sees it, so that it can be told from UTC. */
export function localTime(seconds: number): string {
  const [day = '', clock = ''] = new Date((seconds + delhi) * 1000).toISOString().slice(0, 19).split('T');
  const month =
    'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')[Number(day.slice(5, 7)) - 1] ?? '';
  return `${Number(day.slice(8))} ${month} ${clock}`;
}

const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const part = /`([^`\n]+)`|\*([^*\n]+)\*|<!date\^(\d+)\^[^>]*>|<(https?:[^|>]+)\|([^>]*)>/g;

/** Slack's markup as inks: verbatim text, bold, times and links. */
export function inksOfMarkup(text: string): Ink[] {
  const inks: Ink[] = [];
  let from = 0;
  for (const match of text.matchAll(part)) {
    const [whole, code, bold, date, url, label] = match;
    if (match.index > from) inks.push({ text: unescaped(text.slice(from, match.index)) });
    if (code !== undefined) inks.push({ text: unescaped(code), code: true });
    else if (bold !== undefined) inks.push({ text: unescaped(bold), bold: true });
    else if (date !== undefined) inks.push({ text: localTime(Number(date)) });
    else inks.push({ text: unescaped(label ?? ''), link: unescaped(url ?? '') });
    from = match.index + whole.length;
  }
  if (from < text.length) inks.push({ text: unescaped(text.slice(from)) });
  return inks;
}
