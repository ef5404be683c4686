import type { Fields } from './state.ts';

/** `text` as XML character data. */
export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** `<name>…</name>`: members of a record become elements in order, undefined ones are left out, lists repeat. */
export function element(name: string, content: unknown, attributes = ''): string {
  if (content === undefined) return '';
  if (Array.isArray(content)) return content.map((one) => element(name, one, attributes)).join('');
  return `<${name}${attributes}>${inner(content)}</${name}>`;
}

function inner(content: unknown): string {
  if (typeof content !== 'object' || content === null) return escapeXml(String(content));
  return Object.entries(content)
    .map(([name, member]) => element(name, member))
    .join('');
}

/**
 * An XML document as CloudTrail writes it into S3's request parameters: attributes and children are members, a
 * repeated child is a list, a leaf is text or a whole number, an empty element is "". Undefined for text that is not
 * XML. Supports what SDKs send: no DTDs, no CDATA.
 */
export function parseXml(text: string): Fields | undefined {
  const root: Node = { name: '', members: {}, text: '' };
  const path: Node[] = [root];
  for (const [, tag, content = ''] of text.matchAll(/<([^>]+)>([^<]*)/g)) {
    if (!tag || tag.startsWith('?') || tag.startsWith('!')) continue;
    const current = path.at(-1) ?? root;
    if (tag.startsWith('/')) {
      path.pop();
      const parent = path.at(-1);
      if (!parent || current.name !== tag.slice(1).trim()) return undefined;
      add(parent.members, current.name, valueOf(current));
      continue;
    }
    const opened = open(tag);
    if (tag.endsWith('/')) add(current.members, opened.name, valueOf(opened));
    else path.push({ ...opened, text: content });
  }
  return path.length === 1 && Object.keys(root.members).length > 0 ? root.members : undefined;
}

interface Node {
  readonly name: string;
  readonly members: Record<string, unknown>;
  readonly text: string;
}

function open(tag: string): Node {
  const name = /^[^\s/]+/.exec(tag)?.[0] ?? '';
  const attributes = [...tag.matchAll(/\s([\w:]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [
    key,
    unescape(value),
  ]);
  return { name, members: Object.fromEntries(attributes) as Record<string, unknown>, text: '' };
}

function valueOf(node: Node): unknown {
  if (Object.keys(node.members).length > 0) return node.members;
  const text = unescape(node.text.trim());
  return /^\d{1,15}$/.test(text) ? Number(text) : text;
}

function add(members: Record<string, unknown>, name: string, value: unknown): void {
  const before = members[name];
  members[name] =
    before === undefined
      ? value
      : Array.isArray(before)
        ? [...(before as unknown[]), value]
        : [before, value];
}

function unescape(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}
