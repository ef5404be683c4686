import { escapeHtml } from './html.ts';
import type { Ink, Piece, Sheet } from './sheet.ts';
import { linesOf } from './sheet.ts';
import { wrapped } from './wrapping.ts';

const size = { title: 17, heading: 15, text: 14, note: 12, bullet: 14, code: 12, cell: 12 } as const;
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
    ...(code === true ? ['font-family="monospace" font-size="0.93em" style="fill:var(--name)"'] : []),
    ...(link === undefined ? [] : ['style="fill:var(--link)"']),
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
  const color = kind === 'note' ? ' style="fill:var(--dim)"' : '';
  const written = write({ ...start, left: start.left + indent, marks: dot }, lines, height, color);
  return { ...written, left: canvas.left };
}

function writeCode(canvas: Canvas, lines: readonly string[]): Canvas {
  const inside = { ...canvas, left: canvas.left + 8, right: canvas.right - 8, y: canvas.y + 8, marks: [] };
  const wide = (inside.right - inside.left) / size.code;
  const all = lines.flatMap((text) => wrapped([{ text, code: true }], wide));
  const drawn = write(inside, all, size.code / 0.93, ' font-family="monospace"');
  return { ...framed(canvas, { ...drawn, y: drawn.y + 4 }, 'code'), y: drawn.y + 8 };
}

function framed(outer: Canvas, inner: Canvas, colour: string): Canvas {
  const frame = `<rect x="${outer.left}" y="${outer.y + 4}" width="${outer.right - outer.left}" height="${(inner.y - outer.y - 2).toFixed(1)}" rx="5" style="fill:var(--${colour})"/>`;
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
    const line = `<path d="M${canvas.left} ${bottom.toFixed(1)}H${canvas.right}" style="stroke:var(--line)"/>`;
    return { ...before, y: bottom, marks: [...marks, line] };
  }, canvas);
}

/** Facts in two columns, and one below the other where the picture is as narrow as a phone. */
function writeFields(canvas: Canvas, fields: readonly (readonly Ink[])[]): Canvas {
  const gap = 16;
  const isNarrow = canvas.right - canvas.left < 480;
  const half = isNarrow ? canvas.right - canvas.left : (canvas.right - canvas.left - gap) / 2;
  const columns = isNarrow ? 1 : 2;
  let { y } = canvas;
  const marks = [...canvas.marks];
  for (let row = 0; row < fields.length; row += columns) {
    let bottom = y;
    for (const [column, inks] of fields.slice(row, row + columns).entries()) {
      const left = canvas.left + column * (half + gap);
      const start = { left, right: left + half, y: y + 3, marks: [] };
      const cell = linesOf(inks).reduce<Canvas>(
        (at, line) => write(at, wrapped(line, half / size.text), size.text),
        start,
      );
      marks.push(...cell.marks);
      bottom = Math.max(bottom, cell.y);
    }
    y = bottom;
  }
  return { ...canvas, y: y + 2, marks };
}

function writeImage(canvas: Canvas, { alt, png }: Extract<Piece, { kind: 'image' }>): Canvas {
  const bytes = Buffer.from(png, 'base64');
  if (bytes.length < 24) return writeInks(canvas, { kind: 'note', inks: [{ text: alt }] });
  // Width and height stand at the beginning of every PNG.
  const [wide, high] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const width = Math.min(wide, canvas.right - canvas.left);
  const height = (high * width) / wide;
  const mark = `<image x="${canvas.left}" y="${(canvas.y + 6).toFixed(1)}" width="${width}" height="${height.toFixed(1)}" href="data:image/png;base64,${png}"><title>${escapeHtml(alt)}</title></image>`;
  return { ...canvas, y: canvas.y + height + 12, marks: [...canvas.marks, mark] };
}

function draw(canvas: Canvas, piece: Piece): Canvas {
  switch (piece.kind) {
    case 'code':
      return writeCode(canvas, piece.lines);
    case 'table':
      return writeTable(canvas, piece.rows);
    case 'fields':
      return writeFields(canvas, piece.fields);
    case 'image':
      return writeImage(canvas, piece);
    case 'rule':
      return {
        ...canvas,
        y: canvas.y + 12,
        marks: [
          ...canvas.marks,
          `<path d="M${canvas.left} ${(canvas.y + 6).toFixed(1)}H${canvas.right}" style="stroke:var(--line)"/>`,
        ],
      };
    case 'box': {
      const inside = { ...canvas, left: canvas.left + 10, right: canvas.right - 10, y: canvas.y + 8 };
      const inner = piece.pieces.reduce(draw, { ...inside, marks: [] });
      return framed(canvas, { ...inner, y: inner.y + 4 }, piece.tone === 'plain' ? 'code' : piece.tone);
    }
    default:
      return writeInks(canvas, piece);
  }
}

/** The colours of a light and of a dark room, as the reader's system asks for. */
const style = `<style>svg{--ink:#1d1c1d;--dim:#616061;--page:#f8f8f8;--paper:#fff;--line:#ddd;--code:#f4f4f4;--name:#a3244e;--link:#1264a3;--error:#ffeceb;--warning:#fff7d6;--success:#dcfff1;--note:#f3f0ff;--info:#e9f2ff}
@media (prefers-color-scheme:dark){svg{--ink:#d1d2d3;--dim:#9a9b9e;--page:#121314;--paper:#1a1d21;--line:#35373b;--code:#222529;--name:#e8912d;--link:#1d9bd1;--error:#42221f;--warning:#3a2f10;--success:#153a2b;--note:#2b2540;--info:#1c2b41}}
text{fill:var(--ink)}</style>`;

/** The widths of the pictures: a window on a desk, and a phone. */
export const widths = { desk: 900, phone: 400 } as const;

/** Sheets below each other as one picture. Widths of letters are estimated, on the safe side. */
export function sheetsSvg(sheets: readonly Sheet[], width: number): string {
  const margin = width > 480 ? { page: 16, card: 18 } : { page: 0, card: 12 };
  const inset = margin.page + margin.card;
  const drawn = sheets.reduce<Canvas>(
    (canvas, sheet) => {
      const start = { ...canvas, left: inset, right: width - inset, y: canvas.y + 16, marks: [] };
      const where = { kind: 'note', inks: [{ text: sheet.where }] } as const;
      const inner = [where, ...sheet.pieces].reduce(draw, start);
      const bar = sheet.app === 'slack' ? '#611f69' : '#0c66e4';
      const box = `x="${margin.page}" y="${(canvas.y + 8).toFixed(1)}" height="${(inner.y - canvas.y).toFixed(1)}"`;
      const card = `<rect ${box} width="${width - 2 * margin.page}" rx="8" style="fill:var(--paper);stroke:var(--line)"/><rect ${box} width="5" rx="2" fill="${bar}"/>`;
      return { ...canvas, y: inner.y + 16, marks: [...canvas.marks, card, ...inner.marks] };
    },
    { left: 0, right: width, y: 0, marks: [] },
  );
  const height = Math.ceil(drawn.y + 8);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, 'DejaVu Sans', sans-serif">
${style}
<rect width="${width}" height="${height}" style="fill:var(--page)"/>
${drawn.marks.join('\n')}
</svg>
`;
}
