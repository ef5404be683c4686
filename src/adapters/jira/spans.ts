import type { Sentence, Span } from '#domain/announcements/announcement.ts';
import { timeWords } from '#domain/announcements/wording.ts';
import { text, type AdfNode } from './adf.ts';
import { clip, oneLine } from './plain-text.ts';

/** A sentence as ADF text nodes, every text cleaned and at most `limit` characters long. */
export function inline(sentence: Sentence, limit: number): readonly AdfNode[] {
  return sentence.flatMap((span) => spanNodes(span, limit));
}

/** A sentence as plain words on one line. */
export function plainText(sentence: Sentence, limit: number): string {
  return sentence.map((span) => (span.kind === 'time' ? moment(span) : short(span.text, limit))).join('');
}

/** A moment in words, e.g. `2026-11-21 12:00:08 UTC`; for an invalid one a text that says so. */
export function moment(span: Extract<Span, { kind: 'time' }>): string {
  return Number.isFinite(new Date(span.at).getTime()) ? timeWords(span) : 'a time that cannot be shown';
}

/** The URL if it is allowed in a ticket: https, or http on localhost, without a user name; else undefined. */
export function safeAddress(url: string): string | undefined {
  if (url.length > 2000 || !URL.canParse(url)) return undefined;
  const { protocol, hostname, username, href } = new URL(url);
  const local = protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(hostname);
  return (protocol === 'https:' || local) && username === '' ? href : undefined;
}

/** A link; only its text when the URL is not allowed in a ticket. */
export function linkNodes(label: string, url: string, limit: number): readonly AdfNode[] {
  const href = safeAddress(url);
  return href === undefined
    ? text(short(label, limit))
    : text(short(label, limit), { type: 'link', attrs: { href } });
}

function spanNodes(span: Span, limit: number): readonly AdfNode[] {
  switch (span.kind) {
    case 'text':
      return text(short(span.text, limit));
    case 'strong':
      return text(short(span.text, limit), { type: 'strong' });
    case 'code':
      return text(short(span.text, limit), { type: 'code' });
    case 'time':
      return text(moment(span));
    case 'link':
      return linkNodes(span.text, span.url, limit);
  }
}

function short(raw: string, limit: number): string {
  return clip(oneLine(raw), limit);
}
