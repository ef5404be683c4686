import { useState } from 'preact/hooks';
import { openPlace } from './connect.ts';
import type { Layout } from './draw-map.ts';
import { rowHeight } from './draw-map.ts';
import type { Cell, ShownMap } from './map-cells.ts';
import { cellAfter, cellAt, cellWords, labelOf, scrollTo } from './map-cells.ts';
import { useCanvas } from './use-canvas.ts';

/** Rows that are in the document beyond the visible ones, so that scrolling finds them there. */
const overscan = 6;

interface RowsProps {
  readonly shown: ShownMap;
  readonly head: number;
  /** The first visible row, and the number of visible rows. */
  readonly first: number;
  readonly count: number;
  readonly active: Cell | undefined;
}

function Rows({ shown: whole, head, first, count, active }: RowsProps) {
  const { map, shown } = whole;
  const from = Math.max(0, first - overscan);
  const visible = shown.slice(from, first + count + overscan).map((_, index) => from + index);
  const isAway = active !== undefined && !visible.includes(active[0]) && active[0] < shown.length;
  return (
    <>
      {(isAway ? [...visible, active[0]] : visible).map((index) => (
        <div
          key={index}
          role="row"
          aria-rowindex={index + 2}
          class="map-row"
          style={{ top: `${head + index * rowHeight}px` }}
        >
          <span role="rowheader" class="map-label" title={map.accounts[shown[index] ?? -1]?.[0]}>
            {labelOf(map, shown[index] ?? -1)}
          </span>
          {active?.[0] === index && (
            <span
              role="gridcell"
              id="active-cell"
              class="unseen"
              aria-colindex={active[1] + 2}
              aria-selected="true"
            >
              {cellWords(whole, active)}
            </span>
          )}
        </div>
      ))}
    </>
  );
}

function Head({ regions, layout }: { readonly regions: readonly string[]; readonly layout: Layout }) {
  return (
    <div role="row" aria-rowindex={1} class={layout.wide ? 'map-head wide' : 'map-head'}>
      <span role="columnheader" class="map-corner">
        Account
      </span>
      {regions.map((region) => (
        <span key={region} role="columnheader" class="map-region">
          <span>{region}</span>
        </span>
      ))}
    </div>
  );
}

/** The pointer's cell in words, beside it. */
function Tip({ words, x, y }: { readonly words: string; readonly x: number; readonly y: number }) {
  const isLeft = x > innerWidth - 320;
  return (
    <div class={isLeft ? 'tip left' : 'tip'} style={{ left: `${x}px`, top: `${y}px` }} aria-hidden="true">
      {words}
    </div>
  );
}

/** The sizes as the style sheet reads them. */
const sizesOf = ({ label, head, cell }: Layout) => ({
  '--label': `${label}px`,
  '--head': `${head}px`,
  '--cell': `${cell}px`,
});

/**
 * The map: one row for each account, one column for each Region. The visible cells are painted on a canvas; labels and
 * the cell in focus are in the document, so that keyboards and screen readers find a grid.
 */
export function HeatMap(props: ShownMap) {
  const { map, shown } = props;
  const [active, setActive] = useState<Cell | undefined>();
  const [hovered, setHovered] = useState<{ cell: Cell; x: number; y: number } | undefined>();
  const { scroller, canvas, layout, firstRow } = useCanvas(props, active);
  const last: Cell = [shown.length - 1, map.regions.length - 1];
  const count = Math.ceil((scroller.current?.clientHeight ?? 700) / rowHeight);
  const choose = ([row, column]: Cell): void => {
    const [account = ''] = map.accounts[shown[row] ?? -1] ?? [];
    void openPlace(account, map.regions[column] ?? '');
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const current = active ?? ([0, 0] as const);
    const isChoice = event.key === 'Enter' || event.key === ' ';
    const next = cellAfter(event.key, current, last, count - 2);
    if (!next && !isChoice) return;
    event.preventDefault();
    if (isChoice) choose(current);
    if (!next) return;
    setActive(next);
    if (scroller.current) scrollTo(scroller.current, next, layout);
  };
  const at = (event: MouseEvent): Cell | undefined =>
    scroller.current ? cellAt(event, scroller.current, layout, last) : undefined;
  return (
    <div class="map" style={sizesOf(layout)}>
      <div
        ref={scroller}
        class="map-scroller"
        role="grid"
        tabIndex={0}
        aria-label="Accounts by Region. Move with the arrow keys, open a place with Enter."
        aria-rowcount={shown.length + 1}
        aria-colcount={map.regions.length + 1}
        aria-activedescendant={active ? 'active-cell' : undefined}
        onFocus={() => setActive((known) => known ?? [0, 0])}
        onKeyDown={onKeyDown}
        onClick={(event) => {
          const cell = at(event);
          if (!cell) return;
          setActive(cell);
          choose(cell);
        }}
        onMouseMove={(event) => {
          const cell = at(event);
          setHovered(cell && { cell, x: event.clientX, y: event.clientY });
        }}
        onMouseLeave={() => setHovered(undefined)}
      >
        <div
          role="presentation"
          class="map-space"
          style={{
            height: `${layout.head + shown.length * rowHeight}px`,
            width: `${layout.label + map.regions.length * layout.cell}px`,
          }}
        >
          <Head regions={map.regions} layout={layout} />
          <Rows shown={props} head={layout.head} first={firstRow} count={count} active={active} />
        </div>
      </div>
      <canvas ref={canvas} class="map-canvas" aria-hidden="true" />
      {hovered && <Tip words={cellWords(props, hovered.cell)} x={hovered.x} y={hovered.y} />}
    </div>
  );
}
