import type { RefObject } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Layout } from './draw-map.ts';
import { coloursOf, layoutOf, paint, rowHeight } from './draw-map.ts';
import type { Cell, ShownMap } from './map-cells.ts';

/** The box that scrolls and the canvas over it, with what the painting was laid out by. */
export interface MapCanvas {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly layout: Layout;
  /** The first visible row. */
  readonly firstRow: number;
}

/** The width of the box, and a number that changes with it and with the reader's choice of light or dark. */
function useBox(box: RefObject<HTMLElement | null>): { readonly width: number; readonly turn: number } {
  const [state, setState] = useState({ width: 900, turn: 0 });
  useEffect(() => {
    const again = (): void =>
      setState(({ turn }) => ({ width: box.current?.clientWidth ?? 900, turn: turn + 1 }));
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const observer = new ResizeObserver(again);
    if (box.current) observer.observe(box.current);
    dark.addEventListener('change', again);
    return () => {
      observer.disconnect();
      dark.removeEventListener('change', again);
    };
  }, []);
  return state;
}

/** Gives the canvas the size of the visible cells, in the pixels of the screen. */
function fit(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | null {
  const ratio = devicePixelRatio;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const context = canvas.getContext('2d');
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

/** Paints after every rendering, and in the next frame after a scroll. */
export function useCanvas({ map, shown }: ShownMap, active: Cell | undefined): MapCanvas {
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width: boxWidth, turn } = useBox(scroller);
  const [firstRow, setFirstRow] = useState(0);
  const layout = layoutOf(boxWidth, map.regions.length);
  const rows = useMemo(() => shown.map((index) => map.rows[index] ?? ''), [map, shown]);
  const states = useMemo(() => map.legend.map(({ state }) => state), [map.legend]);
  const colours = useMemo(() => coloursOf(document.documentElement, states), [states, turn]);
  const draw = useRef<() => void>(() => undefined);
  draw.current = () => {
    const [box, target] = [scroller.current, canvas.current];
    if (!box || !target) return;
    const width = Math.max(0, box.clientWidth - layout.label);
    const height = Math.max(0, box.clientHeight - layout.head);
    const context = fit(target, width, height);
    if (!context) return;
    const ring = getComputedStyle(document.documentElement).getPropertyValue('--ring').trim();
    const { scrollLeft: left, scrollTop: top } = box;
    paint(context, { rows, states, width, height, left, top, colours, active, ring, cell: layout.cell });
  };
  useEffect(() => draw.current());
  useEffect(() => {
    let asked = false;
    const onScroll = (): void => {
      if (asked) return;
      asked = true;
      requestAnimationFrame(() => {
        asked = false;
        draw.current();
        setFirstRow(Math.floor((scroller.current?.scrollTop ?? 0) / rowHeight));
      });
    };
    const box = scroller.current;
    box?.addEventListener('scroll', onScroll, { passive: true });
    return () => box?.removeEventListener('scroll', onScroll);
  }, []);
  return { scroller, canvas, layout, firstRow };
}
