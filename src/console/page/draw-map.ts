import type { PlaceState } from '#domain/reports/place-state.ts';

/** The height of a row, in CSS pixels, and the space between cells. */
export const rowHeight = 22;
const gap = 2;

/** The sizes of a map in a box of some width, in CSS pixels. */
export interface Layout {
  readonly label: number;
  readonly head: number;
  readonly cell: number;
  /** Whether a cell is wide enough for the name of its Region. */
  readonly wide: boolean;
}

/** Cells are as wide as the box allows: from 22 pixels, as a row is high, to 120. */
export function layoutOf(width: number, regions: number): Layout {
  const label = width < 560 ? 124 : 200;
  const cell = Math.floor(Math.min(120, Math.max(22, (width - label - 16) / Math.max(1, regions))));
  const wide = cell >= 104;
  return { label, cell, wide, head: wide ? 30 : 118 };
}

/** What is painted of a map, and where it is scrolled to. */
export interface Painting {
  readonly rows: readonly string[];
  readonly states: readonly PlaceState[];
  readonly cell: number;
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  readonly colours: ReadonlyMap<PlaceState, Colours>;
  /** The row and column of the cell that has the keyboard's focus. */
  readonly active: readonly [number, number] | undefined;
  readonly ring: string;
}

/** The fill of a cell and the colour of its mark. */
export interface Colours {
  readonly fill: string;
  readonly mark: string;
}

/** The colours of the states as the style sheet has them now, in light or dark. */
export function coloursOf(element: Element, states: readonly PlaceState[]): ReadonlyMap<PlaceState, Colours> {
  const style = getComputedStyle(element);
  const value = (name: string): string => style.getPropertyValue(name).trim();
  return new Map(
    states.map((state) => [state, { fill: value(`--${state}`), mark: value(`--${state}-mark`) }]),
  );
}

type Stroke = readonly (readonly [number, number, number, number])[];

/** Marks tell the states apart without their colours; lines in a box of 10 by 10. */
export const marks: Readonly<Record<PlaceState, Stroke>> = {
  'not-recorded': [
    [1.5, 1.5, 8.5, 8.5],
    [8.5, 1.5, 1.5, 8.5],
  ],
  'at-risk': [
    [5, 1, 5, 6],
    [5, 8.4, 5, 9],
  ],
  unreadable: [
    [2, 3, 3.6, 1.2],
    [3.6, 1.2, 6.4, 1.2],
    [6.4, 1.2, 7.8, 3],
    [7.8, 3, 5, 5.4],
    [5, 5.4, 5, 6.4],
    [5, 8.6, 5, 9.2],
  ],
  weaker: [[1.5, 5, 8.5, 5]],
  accepted: [
    [1.5, 5.4, 4, 8],
    [4, 8, 8.5, 2.2],
  ],
  recorded: [],
  'not-watched': [],
  'not-looked-at': [[4.6, 5, 5.4, 5]],
};

function paintMark(context: CanvasRenderingContext2D, state: PlaceState, x: number, y: number): void {
  context.beginPath();
  for (const [fromX, fromY, toX, toY] of marks[state]) {
    context.moveTo(x + fromX, y + fromY);
    context.lineTo(x + toX, y + toY);
  }
  context.stroke();
}

function paintRow(context: CanvasRenderingContext2D, painting: Painting, row: string, y: number): void {
  const { states, colours, cell, left, width } = painting;
  for (let column = Math.floor(left / cell); column < row.length; column += 1) {
    const x = column * cell - left;
    if (x > width) break;
    const state = states[Number(row[column])];
    const colour = state && colours.get(state);
    if (state === undefined || colour === undefined) continue;
    context.fillStyle = colour.fill;
    context.fillRect(x + gap / 2, y + gap / 2, cell - gap, rowHeight - gap);
    if (marks[state].length === 0) continue;
    context.strokeStyle = colour.mark;
    paintMark(context, state, x + (cell - 10) / 2, y + (rowHeight - 10) / 2);
  }
}

/** Paints the visible part of the map: some thousand rectangles, about a millisecond a frame. */
export function paint(context: CanvasRenderingContext2D, painting: Painting): void {
  const { rows, width, height, left, top, active, ring, cell } = painting;
  context.clearRect(0, 0, width, height);
  context.lineWidth = 1.8;
  context.lineCap = 'round';
  const last = Math.min(rows.length, Math.ceil((top + height) / rowHeight));
  for (let index = Math.floor(top / rowHeight); index < last; index += 1)
    paintRow(context, painting, rows[index] ?? '', index * rowHeight - top);
  if (!active) return;
  context.strokeStyle = ring;
  context.lineWidth = 2.5;
  context.strokeRect(active[1] * cell - left + 1, active[0] * rowHeight - top + 1, cell - 2, rowHeight - 2);
}
