import type { RichTextElement, RichTextInline } from './rich-text-schema.ts';
import type { TextObject } from './block-schema.ts';

/** `mrkdwn` as readable text: links as `label (url)`, mentions as `@name`, without emphasis marks. */
export function readableMarkup(text: string): string {
  const shown = text.replace(/<([^<>\n]+)>/g, (_whole, inner: string) => {
    const [target = '', label] = inner.split('|');
    if (target.startsWith('!date^')) return label ?? target;
    if (/^[@#!]/.test(target)) return label ?? target.replace('!', '@');
    return label === undefined || label === target ? target : `${label} (${target})`;
  });
  const plain = shown
    .replace(/```\n?([^]*?)\n?```/g, (_whole, code: string) => code.replace(/^/gm, '    '))
    .replace(/`([^`\n]+)`/g, '$1')
    .replace(/(^|[\s(])\*([^*\n]+)\*(?=$|[\s.,:;!?)])/gm, '$1$2')
    .replace(/(^|[\s(])_([^_\n]+)_(?=$|[\s.,:;!?)])/gm, '$1$2');
  return once(unescaped(plain));
}

/** A time of day in UTC, and again as the reader's own, who is shown times in UTC here: once is enough. */
function once(text: string): string {
  return text.replaceAll(/\b(\d\d:\d\d:\d\d UTC) \(\1(?: your time)?\)/g, '$1');
}

/** A text object as readable text. */
export function readableText(text: TextObject): string {
  return text.type === 'mrkdwn' ? readableMarkup(text.text) : text.text;
}

/** The lines of one part of a `rich_text` block. */
export function readableRichText(element: RichTextElement): string[] {
  switch (element.type) {
    case 'rich_text_section':
      return runs(element.elements).split('\n');
    case 'rich_text_quote':
      return runs(element.elements)
        .split('\n')
        .map((line) => `| ${line}`);
    case 'rich_text_preformatted':
      return runs(element.elements)
        .split('\n')
        .map((line) => `    ${line}`);
    case 'rich_text_list':
      return element.elements.map((item, index) => {
        const mark = element.style === 'ordered' ? `${index + 1 + (element.offset ?? 0)}.` : '•';
        return `${'  '.repeat(element.indent ?? 0)}${mark} ${runs(item.elements)}`;
      });
  }
}

function runs(inlines: readonly RichTextInline[]): string {
  return once(inlines.map(run).join(''));
}

function run(inline: RichTextInline): string {
  switch (inline.type) {
    case 'text':
      return inline.text;
    case 'link':
      return inline.text === undefined || inline.text === inline.url
        ? inline.url
        : `${inline.text} (${inline.url})`;
    case 'user':
      return `@${inline.user_id}`;
    case 'usergroup':
      return `@${inline.usergroup_id}`;
    case 'channel':
      return `#${inline.channel_id}`;
    case 'broadcast':
      return `@${inline.range}`;
    case 'emoji':
      return `:${inline.name}:`;
    case 'date':
      return inline.fallback ?? new Date(inline.timestamp * 1000).toISOString();
  }
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
