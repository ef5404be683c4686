import { behind, harmless, wrapped } from '#simulators/stand-in/terminal.ts';
import type { MessageBlock, TableCell } from './block-schema.ts';
import { readableMarkup, readableRichText, readableText } from './markup-text.ts';
import type { SlackMessage } from './workspace.ts';

/** How a message is shown: `bold` marks headers for terminals that can; `width` in characters, default 92. */
export interface RenderOptions {
  readonly bold?: boolean;
  readonly width?: number;
}

/** The message with its thread as a person sees it in Slack, as plain text that is harmless in a terminal. */
export function renderMessage(message: SlackMessage, options: RenderOptions = {}): string {
  const replies = message.replies.flatMap((reply) => {
    const note = reply.broadcast ? ['(also sent to the channel)'] : [];
    const [first = '', ...others] = [...body(reply, options), ...note];
    return ['', `  ↳ ${first}`, ...behind('    ', others)];
  });
  return behind('┃ ', [...body(message, options), ...replies]).join('\n');
}

function body(message: SlackMessage, options: RenderOptions): string[] {
  const blocks = message.blocks as readonly MessageBlock[];
  const lines =
    blocks.length === 0
      ? wrapped(harmless(readableMarkup(message.text)), options.width ?? 92)
      : blocks.flatMap((block) => blockLines(block, options));
  const files = message.files.map(
    ({ title, content }) => `[file: ${harmless(title)}, ${content.length} bytes]`,
  );
  return [...lines, ...files, ...(message.edits.length > 0 ? ['(edited)'] : [])];
}

function blockLines(block: MessageBlock, { bold = false, width = 92 }: RenderOptions): string[] {
  const fit = (text: string): string[] => wrapped(harmless(text), width);
  switch (block.type) {
    case 'header':
      return bold ? fit(block.text.text).map((line) => `\u001b[1m${line}\u001b[22m`) : fit(block.text.text);
    case 'section':
      return [
        ...(block.text === undefined ? [] : fit(readableText(block.text))),
        ...columns(
          (block.fields ?? []).map((field) => fit(labelled(readableText(field)))),
          width,
        ),
        ...(block.accessory === undefined ? [] : fit(element(block.accessory))),
      ];
    case 'context':
      return fit(block.elements.map(element).join('  ·  '));
    case 'divider':
      return ['─'.repeat(Math.min(width, 60))];
    case 'actions':
      return fit(block.elements.map(element).join('   '));
    case 'image':
      return fit(`[image: ${block.title?.text ?? block.alt_text}] ${block.image_url ?? ''}`);
    case 'table':
      return block.rows.flatMap((row) => fit(row.map(cellText).join('  |  ')));
    case 'markdown':
      return fit(block.text);
    case 'rich_text':
      return block.elements.flatMap((one) =>
        one.type === 'rich_text_preformatted'
          ? readableRichText(one).map(harmless)
          : readableRichText(one).flatMap(fit),
      );
  }
}

type Element =
  | Extract<MessageBlock, { type: 'context' | 'actions' }>['elements'][number]
  | NonNullable<Extract<MessageBlock, { type: 'section' }>['accessory']>;

function element(one: Element): string {
  switch (one.type) {
    case 'button':
      return `[ ${one.text.text} ]${one.url === undefined ? '' : ` ${one.url}`}`;
    case 'image':
      return `[image: ${one.alt_text}]`;
    case 'plain_text':
    case 'mrkdwn':
      return readableText(one);
  }
}

/** A field of a label above its value, on one line. */
function labelled(text: string): string {
  return text.replace(/^([^\n]{1,40})\n/, '$1: ');
}

/** A cell of a table as plain text. */
export function cellText(cell: TableCell): string {
  switch (cell.type) {
    case 'raw_text':
      return cell.text;
    case 'raw_number':
      return cell.text ?? String(cell.value);
    case 'rich_text':
      return cell.elements.flatMap(readableRichText).join(' ');
  }
}

/** Fields two to a row, as Slack shows them; one below the other if the width is too small. */
function columns(fields: readonly string[][], width: number): string[] {
  const half = Math.floor(width / 2) - 1;
  if (fields.flat().some((line) => line.length > half)) return fields.flatMap((field) => field.join(' '));
  const rows: string[] = [];
  for (let index = 0; index < fields.length; index += 2) {
    const [left = [], right = []] = [fields[index], fields[index + 1]];
    const height = Math.max(left.length, right.length);
    for (let line = 0; line < height; line += 1)
      rows.push(`${(left[line] ?? '').padEnd(half)}  ${right[line] ?? ''}`);
  }
  return rows;
}
