import { harmless, wrapped } from '#simulators/stand-in/terminal.ts';
import type { AdfDocument, AdfNode } from './adf.ts';

/** The lines of a document as a person reads it in Jira, at most `width` wide, harmless in a terminal. */
export function adfLines(document: AdfDocument | AdfNode, width: number): string[] {
  const lines: string[] = [];
  for (const node of document.content ?? []) {
    const before =
      lines.length > 0 && ['heading', 'panel', 'table', 'codeBlock'].includes(node.type) ? [''] : [];
    lines.push(...before, ...blockLines(node, width));
  }
  return lines;
}

function blockLines(node: AdfNode, width: number): string[] {
  switch (node.type) {
    case 'paragraph':
      return wrapped(harmless(inlineText(node)), width);
    case 'heading':
      return wrapped(harmless(inlineText(node)).toUpperCase(), width);
    case 'codeBlock':
      return harmless(inlineText(node))
        .split('\n')
        .map((line) => `    ${line}`);
    case 'rule':
      return ['─'.repeat(Math.min(width, 60))];
    case 'bulletList':
    case 'taskList':
      return (node.content ?? []).flatMap((item) => listItem('•', item, width));
    case 'orderedList':
      return (node.content ?? []).flatMap((item, index) => listItem(`${index + 1}.`, item, width));
    case 'table':
      return tableLines(node);
    case 'expand':
      return [harmless(`▸ ${textOf(node.attrs?.['title'])}`)];
    case 'panel':
    case 'blockquote':
      return adfLines(node, width - 2).map((line) => `| ${line}`.trimEnd());
    default:
      return node.content === undefined ? [harmless(inlineText(node))] : adfLines(node, width);
  }
}

function listItem(mark: string, item: AdfNode, width: number): string[] {
  const inner = item.type === 'taskItem' ? [inlineText(item)] : adfLines(item, width - mark.length - 1);
  return inner.map((line, index) =>
    index === 0 ? `${mark} ${line}` : `${' '.repeat(mark.length + 1)}${line}`,
  );
}

function tableLines(table: AdfNode): string[] {
  const rows = (table.content ?? []).map((row) =>
    (row.content ?? []).map((cell) => adfLines(cell, 1000).join(' ')),
  );
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, index) => Math.max(cell.length, widest[index] ?? 0)),
    [],
  );
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function inlineText(node: AdfNode): string {
  const attrs = node.attrs ?? {};
  switch (node.type) {
    case 'text':
      return withLink(node);
    case 'hardBreak':
      return '\n';
    case 'mention':
    case 'emoji':
    case 'status':
      return textOf(attrs['text'] ?? attrs['shortName']);
    case 'inlineCard':
      return textOf(attrs['url']);
    case 'date':
      return new Date(Number(attrs['timestamp'])).toISOString().slice(0, 10);
    default:
      return (node.content ?? []).map(inlineText).join('');
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function withLink({ text = '', marks = [] }: AdfNode): string {
  const href = marks.find(({ type }) => type === 'link')?.attrs?.['href'];
  return typeof href !== 'string' || href === text ? text : `${text} (${href})`;
}
