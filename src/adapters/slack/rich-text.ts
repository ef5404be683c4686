import type { RichTextElement } from '@slack/web-api';
import type { Sentence, Span } from '#domain/announcements/announcement.ts';
import { clipped, timeWords, utcClock, visible } from '#domain/announcements/wording.ts';

/** Whether times are also shown in the reader's own zone. */
export type Times = 'utc' | 'utc and local';

/** Text as one element: Slack parses no markup, mentions or links in rich text. Line breaks become visible signs. */
export function run(text: string, style?: { readonly bold?: true; readonly code?: true }): RichTextElement[] {
  const shown = visible(text);
  return shown === '' ? [] : [{ type: 'text', text: shown, ...(style ? { style: { ...style } } : {}) }];
}

/** A line break between runs; runs themselves contain none. */
export const lineBreak: RichTextElement = { type: 'text', text: '\n' };

const webAddress = /^https?:\/\/[^\s<>|"]+$/;

/** A link; only its text when the address is not http(s) or longer than Slack accepts. */
export function linkElement(text: string, url: string): RichTextElement[] {
  if (!webAddress.test(url) || url.length > 2000) return run(text);
  return [{ type: 'link', url, text: visible(text) || 'link' }];
}

function moment(span: Extract<Span, { kind: 'time' }>, times: Times): RichTextElement[] {
  const words = run(timeWords(span));
  // Both ends of a window stand together; the reader's zone would tear them apart.
  if (times === 'utc' || span.clockOnly === true || span.zoneLater === true) return words;
  const local: RichTextElement = {
    type: 'date',
    timestamp: Math.floor(span.at / 1000),
    format: '{date_short_pretty} {time_secs} your time',
    fallback: utcClock(span.at),
  };
  return [...words, ...run(' ('), local, ...run(')')];
}

/** A sentence as rich text. */
export function inlines(sentence: Sentence, times: Times = 'utc'): RichTextElement[] {
  return sentence.flatMap((span): RichTextElement[] => {
    switch (span.kind) {
      case 'text':
        return run(span.text);
      case 'strong':
        return run(span.text, { bold: true });
      case 'code':
        return run(span.text, { code: true });
      case 'time':
        return moment(span, times);
      case 'link':
        return linkElement(span.text, span.url);
    }
  });
}

function textOf(element: RichTextElement): string {
  if (element.type === 'text') return element.text;
  return element.type === 'link' ? `${element.text ?? ''}${element.url}` : ' '.repeat(40);
}

/** As much of `elements` as fits into `max` characters, link addresses included, with `…` at the cut. */
export function fitting(elements: readonly RichTextElement[], max: number): RichTextElement[] {
  const kept: RichTextElement[] = [];
  let left = max;
  for (const element of elements) {
    const { length } = textOf(element);
    if (length > left) {
      const rest = element.type === 'text' ? clipped(element.text, left) : '…';
      return left > 0 ? [...kept, { type: 'text', text: rest }] : kept;
    }
    kept.push(element);
    left -= length;
  }
  return kept;
}
