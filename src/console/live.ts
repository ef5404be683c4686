import type { DecidedEvent } from '#ports/event-feed.ts';
import type { MapView, PlaceChange, Update } from './model.ts';

/** What the page shows at present, and everyone who watches it. */
export interface Live {
  /** Keeps an update and hands it to every watcher. */
  publish(update: Update): void;
  /** Hands over everything that is kept, then every further update; the returned function ends it. */
  watch(watcher: (update: Update) => void): () => void;
  readonly watchers: number;
  /** The map as it is kept, with all changes. */
  readonly map: MapView | undefined;
}

/** Number of events that are kept for pages that are opened later. */
const eventsKept = 300;

function changed(row: string, region: number, state: number): string {
  return `${row.slice(0, region)}${state}${row.slice(region + 1)}`;
}

function withChanges(map: MapView, changes: readonly PlaceChange[]): MapView {
  const rows = [...map.rows];
  for (const [account, region, state] of changes) rows[account] = changed(rows[account] ?? '', region, state);
  return { ...map, rows };
}

/** No state is kept yet, and no browser watches. */
export function startLive(): Live {
  const kept = new Map<Update['kind'], Update>();
  const watchers = new Set<(update: Update) => void>();
  const mapNow = (): MapView | undefined => {
    const update = kept.get('map');
    return update?.kind === 'map' ? update.map : undefined;
  };
  const eventsNow = (): readonly DecidedEvent[] => {
    const update = kept.get('events');
    return update?.kind === 'events' ? update.events : [];
  };
  const keep = (update: Update): void => {
    const map = mapNow();
    if (update.kind === 'places') {
      if (map) kept.set('map', { kind: 'map', map: withChanges(map, update.changes) });
    } else if (update.kind === 'events') {
      kept.set('events', { kind: 'events', events: [...eventsNow(), ...update.events].slice(-eventsKept) });
    } else kept.set(update.kind, update);
  };
  return {
    publish: (update) => {
      keep(update);
      for (const watcher of watchers) watcher(update);
    },
    watch: (watcher) => {
      for (const update of kept.values()) watcher(update);
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
    get watchers() {
      return watchers.size;
    },
    get map() {
      return mapNow();
    },
  };
}
