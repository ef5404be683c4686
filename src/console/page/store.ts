import { useEffect, useState } from 'preact/hooks';
import type { Update } from '#console/model.ts';
import type { Opened, PageState } from './state.ts';
import { emptyPage, updated } from './state.ts';

let state = emptyPage;
const listeners = new Set<() => void>();
let scheduled = false;

/** Tells the components at most once in a frame, however many updates arrive. */
function notify(): void {
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(() => {
    scheduled = false;
    for (const listener of listeners) listener();
  });
}

/** Changes the page's state. */
export function change(changes: Partial<PageState>): void {
  state = { ...state, ...changes };
  notify();
}

/** Takes in an update of the server. */
export function takeIn(update: Update): void {
  state = updated(state, update);
  notify();
}

/** Opens an incident or place, or closes what is open. */
export function open(opened: Opened | undefined): void {
  change({ opened });
}

/** The present state, outside a component. */
export function present(): PageState {
  return state;
}

/** A part of the state; the component is rendered again when it changes. */
export function usePage<Part>(select: (page: PageState) => Part): Part {
  const [part, setPart] = useState(() => select(state));
  useEffect(() => {
    const listener = (): void => setPart(() => select(state));
    listeners.add(listener);
    listener();
    return () => void listeners.delete(listener);
  }, []);
  return part;
}
