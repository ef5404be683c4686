import type { MapView } from '#console/model.ts';
import type { Layout } from './draw-map.ts';
import { rowHeight } from './draw-map.ts';

/** A cell by the index of its shown row and its Region. */
export type Cell = readonly [row: number, column: number];

/** A map with the indexes of the accounts that are shown, in their order. */
export interface ShownMap {
  readonly map: MapView;
  readonly shown: readonly number[];
}

/** The name of an account, or its id while it has none. */
export function labelOf({ accounts }: MapView, account: number): string {
  const [id = '', name = ''] = accounts[account] ?? [];
  return name === '' ? id : name;
}

/** A cell in words: account, Region and state. */
export function cellWords({ map, shown }: ShownMap, [row, column]: Cell): string {
  const account = shown[row] ?? -1;
  const [id = '', name = ''] = map.accounts[account] ?? [];
  const entry = map.legend[Number(map.rows[account]?.[column])];
  return `${name === '' ? '' : `${name} `}${id}, ${map.regions[column] ?? ''}: ${entry?.title ?? ''}`;
}

const clamp = (value: number, most: number): number => Math.max(0, Math.min(most, value));

/** The cell that a key leads to; undefined for other keys. `page` is the number of visible rows. */
export function cellAfter(key: string, [row, column]: Cell, last: Cell, page: number): Cell | undefined {
  const steps: Readonly<Record<string, Cell>> = {
    ArrowDown: [1, 0],
    ArrowUp: [-1, 0],
    ArrowRight: [0, 1],
    ArrowLeft: [0, -1],
    PageDown: [page, 0],
    PageUp: [-page, 0],
    Home: [0, -last[1]],
    End: [0, last[1]],
  };
  const step = steps[key];
  return step && [clamp(row + step[0], last[0]), clamp(column + step[1], last[1])];
}

/** The cell under the pointer; undefined over labels and beyond the last cell. */
export function cellAt(
  event: MouseEvent,
  box: HTMLElement,
  { label, head, cell }: Layout,
  last: Cell,
): Cell | undefined {
  const { left, top } = box.getBoundingClientRect();
  const [x, y] = [event.clientX - left - label, event.clientY - top - head];
  if (x < 0 || y < 0) return undefined;
  const found: Cell = [Math.floor((y + box.scrollTop) / rowHeight), Math.floor((x + box.scrollLeft) / cell)];
  return found[0] > last[0] || found[1] > last[1] ? undefined : found;
}

/** Scrolls no further than needed for the cell to be seen. */
export function scrollTo(box: HTMLElement, [row, column]: Cell, { label, head, cell }: Layout): void {
  const [height, width] = [box.clientHeight - head, box.clientWidth - label];
  const [top, left] = [row * rowHeight, column * cell];
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top + rowHeight > box.scrollTop + height) box.scrollTop = top + rowHeight - height;
  if (left < box.scrollLeft) box.scrollLeft = left;
  else if (left + cell > box.scrollLeft + width) box.scrollLeft = left + cell - width;
}
