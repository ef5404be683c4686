import type { Instant } from '#domain/values/instant.ts';
import { iso } from '#domain/values/instant.ts';
import type { Sentence, Span } from './announcement.ts';

// Invisible characters and those that change the reading direction: joiners, marks, fillers, variation selectors, tags.
const unseen =
  /[\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e0fff}]+/gu;
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/gu;

/** `text` on one line: control characters become spaces; invisible and direction-changing ones are removed. */
export function visible(text: string): string {
  return text.replace(unseen, '').replace(control, ' ').toWellFormed();
}

/** `visible(text)` with runs of white space collapsed, cut to at most `max` characters. */
export function plain(text: string, max = 100): string {
  // Also cut before cleaning, so that cleaning a text of megabytes takes no time.
  return clipped(visible(text.slice(0, 20_000)).replace(/\s+/g, ' ').trim(), max);
}

/** `text` cut to at most `max` UTF-16 units, with `…` at the end and never within a surrogate pair. */
export function clipped(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, Math.max(0, max - 1)).replace(/[\ud800-\udbff]$/, '');
  return `${cut.trimEnd()}…`;
}

/** `text` cut to at most `max` UTF-16 units, with `…` in its middle: names differ most at their ends. */
export function shortened(text: string, max: number): string {
  if (text.length <= max) return text;
  const half = Math.floor((max - 1) / 2);
  const [start, end] = [text.slice(0, max - 1 - half), half === 0 ? '' : text.slice(-half)];
  return `${start.replace(/[\ud800-\udbff]$/, '')}…${end.replace(/^[\udc00-\udfff]/, '')}`;
}

/** As many whole lines of `command` as fit into `max` characters, because a cut command must not be run. */
export function wholeLines(command: string, max: number): readonly string[] {
  let left = max;
  return command
    .split('\n')
    .map(visible)
    .filter((line) => line !== '' && (line.length < left ? ((left -= line.length + 1), true) : false));
}

/** `1 account`, `2 accounts`, `1,204 accounts`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${thousands(number)} ${number === 1 ? one : many}`;
}

function thousands(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

/** The first `max` of `items` and the number of the others: `a, b and 12 more`. */
export function listedUpTo(items: readonly string[], max: number): string {
  if (items.length <= max) return listed(items);
  return listed([...items.slice(0, max), `${thousands(items.length - max)} more`]);
}

/** A length of time in its two largest units: `0.4 s`, `12 s`, `7 min 41 s`, `3 h 5 min`, `2 days 4 h`. */
export function duration(milliseconds: number): string {
  const ms = Math.max(0, milliseconds);
  if (ms < 1000) return `${(Math.round(ms / 100) / 10).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  const [days, hours] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600) % 24];
  const [minutes, rest] = [Math.floor(seconds / 60) % 60, seconds % 60];
  if (days > 0) return hours > 0 ? `${count(days, 'day')} ${hours} h` : count(days, 'day');
  if (hours > 0) return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`;
  if (minutes > 0) return rest > 0 ? `${minutes} min ${rest} s` : `${minutes} min`;
  return `${rest} s`;
}

/** `2026-11-21 12:00:08 UTC`. */
export function utc(at: Instant): string {
  return `${iso(at).slice(0, 19).replace('T', ' ')} UTC`;
}

/** `2026-11-21 12:00 UTC`, for a time of which the minute is enough. */
export function utcMinute(at: Instant): string {
  return `${iso(at).slice(0, 16).replace('T', ' ')} UTC`;
}

/** `12:00:08 UTC`, for a time whose day stands just before it. */
export function utcClock(at: Instant): string {
  return `${iso(at).slice(11, 19)} UTC`;
}

/** Whether two moments are on the same day in UTC. */
export function sameDay(one: Instant, other: Instant): boolean {
  return iso(one).slice(0, 10) === iso(other).slice(0, 10);
}

/** A sentence of texts and spans; empty texts are left out. */
export function say(...parts: readonly (string | Span)[]): Sentence {
  return parts
    .filter((part) => part !== '')
    .map((part) => (typeof part === 'string' ? { kind: 'text', text: part } : part));
}

/** Untrusted text on one line, shown verbatim, cut to `max` characters. */
export function code(text: string, max = 100): Span {
  return { kind: 'code', text: plain(text, max) || '(no text)' };
}

/** A moment with its day, as a span. */
export function time(at: Instant): Span {
  return { kind: 'time', at };
}

/** ` from 2026-11-21 12:00:08 to 12:07:49 UTC (7 min 41 s)`, or ` since …` when `until` is undefined. */
export function window(since: Instant, until: Instant | undefined): Sentence {
  if (until === undefined) return say(' since ', time(since));
  const end: Span = { kind: 'time', at: until, ...(sameDay(since, until) ? { clockOnly: true } : {}) };
  const begin: Span = { kind: 'time', at: since, zoneLater: true };
  return say(' from ', begin, ' to ', end, ` (${duration(until - since)})`);
}

/** A sentence as plain text: times in UTC, links by their text without the address. */
export function plainText(sentence: Sentence): string {
  return sentence.map(spanText).join('');
}

function spanText(span: Span): string {
  return span.kind === 'time' ? timeWords(span) : span.text;
}

/** A time span in UTC, as channels print it that cannot use the reader's time zone. */
export function timeWords({ at, clockOnly, zoneLater }: Extract<Span, { kind: 'time' }>): string {
  const words = clockOnly === true ? utcClock(at) : utc(at);
  return zoneLater === true ? words.replace(/ UTC$/, '') : words;
}
