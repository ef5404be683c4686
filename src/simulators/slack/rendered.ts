import type { MessageBlock } from './block-schema.ts';

/** A part of a message that Slack shows as a mention; `at` is a JSON pointer into the message. */
export interface RenderedMention {
  /** `!channel`, `!here`, `!everyone`, `@U…`, `#C…` or `!subteam^S…`. */
  readonly target: string;
  readonly at: string;
  /** True when Slack recognises it in plain text (without `verbatim`), not by angle brackets. */
  readonly auto: boolean;
}

/** A part of a message that Slack shows as a link; `at` is a JSON pointer into the message. */
export interface RenderedLink {
  readonly url: string;
  readonly label?: string | undefined;
  readonly at: string;
  /** True when Slack recognises a bare address in text without `verbatim`. */
  readonly auto: boolean;
}

/** The mentions and links of a message. */
export interface Rendered {
  readonly mentions: RenderedMention[];
  readonly links: RenderedLink[];
}

/** Everything in the text and the blocks that Slack turns into mentions and links, by a strict reading of its rules. */
export function renderedIn(text: string, blocks: readonly MessageBlock[], parse = 'client'): Rendered {
  const found: Rendered = { mentions: [], links: [] };
  readMarkup(text, '/text', found, parse !== 'none');
  walk(blocks, '/blocks', found);
  return found;
}

function walk(value: unknown, at: string, found: Rendered): void {
  if (Array.isArray(value)) value.forEach((one, index) => walk(one, `${at}/${index}`, found));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  const node = value as Record<string, unknown>;
  const text = typeof node['text'] === 'string' ? node['text'] : undefined;
  if (node['type'] === 'mrkdwn' && text !== undefined) readMarkup(text, at, found, node['verbatim'] !== true);
  else if (node['type'] === 'markdown' && text !== undefined) readMarkdown(text, at, found);
  else readElement(node, at, found);
  for (const [key, one] of Object.entries(node)) walk(one, `${at}/${key}`, found);
}

function readElement(node: Record<string, unknown>, at: string, found: Rendered): void {
  const mention = {
    user: `@${String(node['user_id'])}`,
    usergroup: `!subteam^${String(node['usergroup_id'])}`,
    channel: `#${String(node['channel_id'])}`,
    broadcast: `!${String(node['range'])}`,
  }[String(node['type'])];
  if (mention !== undefined) found.mentions.push({ target: mention, at, auto: false });
  if (typeof node['url'] !== 'string') return;
  const label = typeof node['text'] === 'string' ? node['text'] : undefined;
  found.links.push({ url: node['url'], label, at, auto: false });
}

function readMarkup(text: string, at: string, found: Rendered, guesses: boolean): void {
  for (const [, inner = ''] of text.matchAll(/<([^<>\n]+)>/g)) {
    const [target = '', label] = inner.split('|');
    if (target.startsWith('!date^')) continue;
    if (/^(?:@[UW]|#C|!)/.test(target)) found.mentions.push({ target, at, auto: false });
    else if (/^[a-z][a-z0-9+.-]*:/i.test(target)) found.links.push({ url: target, label, at, auto: false });
  }
  if (guesses) readPlainWords(text.replace(/<[^<>\n]+>|```[^]*?```|`[^`\n]+`/g, ' '), at, found);
}

function readMarkdown(text: string, at: string, found: Rendered): void {
  readMarkup(text, at, found, true);
  for (const [, label = '', url = ''] of text.matchAll(/\[([^\]\n]*)\]\(([^)\s]+)\)/g)) {
    found.links.push({ url, label, at, auto: false });
  }
}

function readPlainWords(text: string, at: string, found: Rendered): void {
  for (const [url] of text.matchAll(/\bhttps?:\/\/[^\s<>)\]]+/gi)) found.links.push({ url, at, auto: true });
  for (const [, range = ''] of text.matchAll(/(?<![\w@])@(channel|here|everyone)\b/g)) {
    found.mentions.push({ target: `!${range}`, at, auto: true });
  }
}
