import { styleText } from 'node:util';

/** The width that text is fitted to: of the terminal, of COLUMNS, else 100 characters. */
export function widthOf(stream: Pick<NodeJS.WriteStream, 'columns' | 'isTTY'>): number {
  const named = Number(process.env['COLUMNS']);
  const width = stream.isTTY ? stream.columns : Number.isInteger(named) && named > 0 ? named : 100;
  return Math.min(Math.max(width, 60), 200);
}

/** Colours a text. */
export type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

/** Colours for `stream`: none where it is no terminal, and none with NO_COLOR. */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  const plain = !stream.isTTY || process.env['NO_COLOR'] !== undefined || process.env['TERM'] === 'dumb';
  return plain ? (_, text) => text : (style, text) => styleText(style, text, { validateStream: false });
}
