import { escapeHtml } from './html.ts';
import type { Ink, Piece, Sheet, Tone } from './sheet.ts';
import { wrapped } from './wrapping.ts';

const width = 760;
const size = { title: 17, heading: 15, text: 14, note: 12, bullet: 14, code: 12, cell: 12 } as const;
const fill: Readonly<Record<Tone, string>> = {
  error: '#ffeceb',
  warning: '#fff7d6',
  success: '#dcfff1',
  note: '#f3f0ff',
  info: '#e9f2ff',
  plain: '#f8f8f8',
};

/** The drawing position, and the elements drawn so far. */
interface Canvas {
  readonly left: number;
  readonly right: number;
  readonly y: number;
  readonly marks: readonly string[];
}

function span({ text, bold, code, italic, link }: Ink): string {
  const look = [
    ...(bold === true ? ['font-weight="700"'] : []),
    ...(italic === true ? ['font-style="italic"'] : []),
    ...(code === true ? ['font-family="monospace" font-size="0.93em" fill="#a3244e"'] : []),
    ...(link === undefined ? [] : ['fill="#1264a3"']),
  ];
  return `<tspan${look.map((one) => ` ${one}`).join('')}>${escapeHtml(text)}</tspan>`;
}

function write(canvas: Canvas, lines: readonly (readonly Ink[])[], height: number, more = ''): Canvas {
  const step = height * 1.4;
  const marks = lines.map(
    (line, index) =>
      `<text x="${canvas.left}" y="${(canvas.y + step * (index + 0.75)).toFixed(1)}" font-size="${height}"${more} xml:space="preserve">${line.map(span).join('')}</text>`,
  );
  return { ...canvas, y: canvas.y + step * lines.length, marks: [...canvas.marks, ...marks] };
}

type Inked = Extract<Piece, { inks: readonly Ink[] }>;

function writeInks(canvas: Canvas, { kind, inks }: Inked): Canvas {
  const height = size[kind];
  const indent = kind === 'bullet' ? 14 : 0;
  const bold = kind === 'title' || kind === 'heading';
  const lines = wrapped(
    inks.map((ink) => (bold ? { ...ink, bold } : ink)),
    (canvas.right - canvas.left - indent) / height,
  );
  const gap = { title: 2, heading: 8, text: 2, note: 3, bullet: 1 }[kind];
  const start = { ...canvas, y: canvas.y + gap };
  const dot = kind === 'bullet' ? write(start, [[{ text: '•' }]], height).marks : start.marks;
  const color = kind === 'note' ? ' fill="#616061"' : '';
  const written = write({ ...start, left: start.left + indent, marks: dot }, lines, height, color);
  return { ...written, left: canvas.left };
}

function writeCode(canvas: Canvas, lines: readonly string[]): Canvas {
  const inside = { ...canvas, left: canvas.left + 8, right: canvas.right - 8, y: canvas.y + 8, marks: [] };
  const wide = (inside.right - inside.left) / size.code;
  const all = lines.flatMap((text) => wrapped([{ text, code: true }], wide));
  const drawn = write(inside, all, size.code / 0.93, ' font-family="monospace"');
  return { ...framed(canvas, { ...drawn, y: drawn.y + 4 }, '#f4f4f4'), y: drawn.y + 8 };
}

function framed(outer: Canvas, inner: Canvas, colour: string): Canvas {
  const frame = `<rect x="${outer.left}" y="${outer.y + 4}" width="${outer.right - outer.left}" height="${(inner.y - outer.y - 2).toFixed(1)}" rx="5" fill="${colour}"/>`;
  return { ...outer, y: inner.y + 6, marks: [...outer.marks, frame, ...inner.marks] };
}

function writeTable(canvas: Canvas, rows: readonly (readonly string[])[]): Canvas {
  const shares = [0.3, 0.35, 0.35];
  const all = canvas.right - canvas.left;
  return rows.reduce((before, cells, row) => {
    let left = canvas.left;
    let bottom = before.y;
    const marks = [...before.marks];
    for (const [column, text] of cells.entries()) {
      const own = all * (shares[column] ?? 0.2);
      const lines = wrapped([{ text, bold: row === 0 }], (own - 10) / size.cell);
      const cell = write({ left: left + 4, right: left + own, y: before.y + 3, marks: [] }, lines, size.cell);
      marks.push(...cell.marks);
      bottom = Math.max(bottom, cell.y + 3);
      left += own;
    }
    const line = `<path d="M${canvas.left} ${bottom.toFixed(1)}H${canvas.right}" stroke="#ddd"/>`;
    return { ...before, y: bottom, marks: [...marks, line] };
  }, canvas);
}

function draw(canvas: Canvas, piece: Piece): Canvas {
  switch (piece.kind) {
    case 'code':
      return writeCode(canvas, piece.lines);
    case 'table':
      return writeTable(canvas, piece.rows);
    case 'rule':
      return {
        ...canvas,
        y: canvas.y + 12,
        marks: [
          ...canvas.marks,
          `<path d="M${canvas.left} ${(canvas.y + 6).toFixed(1)}H${canvas.right}" stroke="#ccc"/>`,
        ],
      };
    case 'box': {
      const inside = { ...canvas, left: canvas.left + 10, right: canvas.right - 10, y: canvas.y + 8 };
      const inner = piece.pieces.reduce(draw, { ...inside, marks: [] });
      return framed(canvas, { ...inner, y: inner.y + 4 }, fill[piece.tone]);
    }
    default:
      return writeInks(canvas, piece);
  }
}

/** Sheets below each other as one picture. Widths of letters are estimated, on the safe side. */
export function sheetsSvg(sheets: readonly Sheet[]): string {
  const drawn = sheets.reduce<Canvas>(
    (canvas, sheet) => {
      const start = { ...canvas, left: 34, right: width - 34, y: canvas.y + 16, marks: [] };
      const where = { kind: 'note', inks: [{ text: sheet.where }] } as const;
      const inner = [where, ...sheet.pieces].reduce(draw, start);
      const bar = sheet.app === 'slack' ? '#611f69' : '#0c66e4';
      const card = `<rect x="16" y="${(canvas.y + 8).toFixed(1)}" width="${width - 32}" height="${(inner.y - canvas.y).toFixed(1)}" rx="8" fill="#fff" stroke="#ddd"/><rect x="16" y="${(canvas.y + 8).toFixed(1)}" width="5" height="${(inner.y - canvas.y).toFixed(1)}" rx="2" fill="${bar}"/>`;
      return { ...canvas, y: inner.y + 16, marks: [...canvas.marks, card, ...inner.marks] };
    },
    { left: 0, right: width, y: 0, marks: [] },
  );
  const height = Math.ceil(drawn.y + 8);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, 'DejaVu Sans', sans-serif" fill="#1d1c1d">
<rect width="${width}" height="${height}" fill="#f4f4f6"/>
${drawn.marks.join('\n')}
</svg>
`;
}
