import type { CellState, HeatMap } from '#domain/reports/heat-map.ts';
import { canvas, type Canvas, type Colour, type Point } from './canvas.ts';
import { letterAdvance, letterHeight } from './letters.ts';

const white: Colour = [255, 255, 255];
const black: Colour = [26, 26, 26];
const faint: Colour = [205, 210, 214];

/** The look of a state: its letter tells it without the colour. */
interface Look {
  readonly fill: Colour;
  readonly ink: Colour;
  readonly letter: string;
}

/**
 * Colours that stay apart for colour-blind people and in grey: after Okabe and Ito (Color Universal Design, 2008), the
 * worse the darker.
 */
const looks: Readonly<Record<CellState, Look>> = {
  critical: { fill: [122, 4, 3], ink: white, letter: 'C' },
  high: { fill: [213, 94, 0], ink: white, letter: 'H' },
  medium: { fill: [230, 159, 0], ink: black, letter: 'M' },
  low: { fill: [240, 228, 66], ink: black, letter: 'L' },
  'not read': { fill: [77, 77, 77], ink: white, letter: '?' },
  weakened: { fill: [86, 180, 233], ink: black, letter: 'w' },
  accepted: { fill: [204, 160, 186], ink: black, letter: 'a' },
  'nothing open': { fill: [222, 232, 240], ink: black, letter: '' },
  outside: { fill: white, ink: faint, letter: '' },
};

const scale = 2;
const advance = letterAdvance * scale;
const line = letterHeight * scale;
const margin = 8;
/** From one line of the title to the next. */
const titleLine = line + 6;
const gap = 2;
/** Entries of the legend beside each other. */
const legendColumns = 2;

/** Where the parts of the picture stand, in pixels. */
interface Layout {
  readonly cell: number;
  readonly labels: number;
  readonly header: number;
  readonly top: number;
  /** Width of one entry of the legend. */
  readonly entry: number;
  readonly width: number;
  readonly height: number;
}

const longest = (texts: readonly string[]): number =>
  texts.reduce((most, { length }) => Math.max(most, length), 0);

const directions = { north: 'n', south: 's', east: 'e', west: 'w', central: 'c' } as const;

/** A Region's name as short as it can be read: `ap-se-2` for ap-southeast-2. */
const shortRegion = (region: string): string =>
  region.replaceAll(/north|south|east|west|central/g, (word) => directions[word as keyof typeof directions]);

/** The title in the corner that the names of rows and columns leave free. */
const titleLines = ({ title }: HeatMap): string[] => title.split(/ (?=by )/);

const legendTexts = ({ legend }: HeatMap): string[] =>
  legend.map(({ state, accounts }) => `${state}: ${accounts} ${accounts === 1 ? 'account' : 'accounts'}`);

function layoutOf(map: HeatMap): Layout {
  const cell = 22;
  const names = [...map.rows.map(({ label }) => label), ...titleLines(map)];
  const labels = longest(names) * advance + margin;
  const title = titleLines(map).length * titleLine;
  const header = Math.max(longest(map.columns.map(shortRegion)) * advance, title) + margin;
  const top = margin;
  const legendLines = Math.ceil(map.legend.length / legendColumns);
  const grid = labels + map.columns.length * cell;
  const entry = longest(legendTexts(map)) * advance + cell + margin * 2;
  return {
    cell,
    labels,
    header,
    top,
    entry,
    width: margin * 2 + Math.max(grid, entry * legendColumns),
    height: top + header + map.rows.length * cell + margin * 2 + legendLines * (cell + 2),
  };
}

function drawCell(on: Canvas, at: Point, cell: number, state: CellState): void {
  const { fill, ink, letter } = looks[state];
  const side = cell - gap;
  on.fill(at, { width: side, height: side }, state === 'outside' ? faint : fill);
  if (state === 'outside')
    on.fill({ x: at.x + 1, y: at.y + 1 }, { width: side - 2, height: side - 2 }, white);
  const inset = { x: at.x + Math.floor((side - 5 * scale) / 2), y: at.y + Math.floor((side - line) / 2) };
  on.write(letter, inset, { colour: ink, scale });
}

/** The heat map as a PNG: an account a row, a Region a column, and what each colour and letter means below. */
export function drawHeatMap(map: HeatMap): Uint8Array {
  const { cell, labels, header, top, entry, width, height } = layoutOf(map);
  const on = canvas(width, height);
  const text = { colour: black, scale };
  const middle = Math.floor((cell - gap - line) / 2);
  for (const [index, words] of titleLines(map).entries())
    on.write(words, { x: margin, y: margin + index * titleLine }, text);
  const left = margin + labels;
  for (const [column, region] of map.columns.entries())
    on.write(
      shortRegion(region),
      { x: left + column * cell + middle, y: top + header - margin / 2 },
      { ...text, upright: true },
    );
  for (const [row, { label, cells }] of map.rows.entries()) {
    const y = top + header + row * cell;
    on.write(label, { x: margin, y: y + middle }, text);
    for (const [column, state] of cells.entries()) drawCell(on, { x: left + column * cell, y }, cell, state);
  }
  const below = top + header + map.rows.length * cell + margin;
  for (const [index, words] of legendTexts(map).entries()) {
    const y = below + Math.floor(index / legendColumns) * (cell + 2);
    const x = margin + (index % legendColumns) * entry;
    drawCell(on, { x, y }, cell, map.legend[index]?.state ?? 'outside');
    on.write(words, { x: x + cell + margin / 2, y: y + middle }, text);
  }
  return on.png();
}
