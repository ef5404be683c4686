import type { Sentence, Span } from '#domain/announcements/announcement.ts';
import { clipped, timeWords, utcClock, visible } from '#domain/announcements/wording.ts';

/** Text for fields in which Slack parses markup: its three control characters are escaped. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Text that Slack would format, fold into an emoji or quote; it has no way to escape these. */
const formatted = /[*_~`>]|:[^\s:]+:/;

/** Text shown verbatim. A backtick, which would end it, is shown as a similar sign. */
function verbatim(text: string): string {
  return text.trim() === '' ? text : `\`${escaped(text.replaceAll('`', 'ˋ'))}\``;
}

function shown(text: string): string {
  return formatted.test(text) ? verbatim(text) : escaped(text);
}

/** A moment in UTC, and in the reader's own time zone, which Slack fills in. */
function moment(span: Extract<Span, { kind: 'time' }>): string {
  const local = `<!date^${Math.floor(span.at / 1000)}^{date_short_pretty} {time_secs}|${utcClock(span.at)}>`;
  return `${timeWords(span)} (${local} your time)`;
}

const webAddress = /^https?:\/\/[^\s<>|"]{1,1990}$/;

function markupOf(span: Span, max: number): string {
  if (span.kind === 'time') return moment(span);
  const text = clipped(visible(span.text), max);
  switch (span.kind) {
    case 'text':
    case 'strong':
      return shown(text);
    case 'code':
      return verbatim(text);
    case 'link':
      return webAddress.test(span.url) && !formatted.test(text)
        ? `<${escaped(span.url)}|${escaped(text.replaceAll('|', '/')) || 'link'}>`
        : shown(text);
  }
}

/**
 * A sentence in Slack's markup, of about `max` characters: names of others are neither formatted nor turned into mentions
 * or links. To be shown with `verbatim: true`, so that Slack adds no links of its own.
 */
export function markup(sentence: Sentence, max: number): string {
  let left = max;
  return sentence
    .flatMap((span) => {
      if (left <= 0) return [];
      const text = markupOf(span, left);
      left -= span.kind === 'time' ? 20 : text.length;
      return text;
    })
    .join('');
}
