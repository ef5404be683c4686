import type {
  AboutView,
  AcceptanceView,
  ClockView,
  DeadLetterView,
  DeedView,
  HealthView,
  IncidentDetail,
  IncidentLine,
  MapView,
  PlaceChange,
  PlaceDetail,
  SheetView,
  Update,
} from '#console/model.ts';
import type { DecidedEvent } from '#ports/event-feed.ts';

/** What is open beside the map. */
export type Opened =
  | { readonly kind: 'incident'; readonly id: string; readonly detail: IncidentDetail | undefined }
  | {
      readonly kind: 'place';
      readonly account: string;
      readonly region: string;
      readonly detail: PlaceDetail | undefined;
    };

/** All that the page shows. */
export interface PageState {
  readonly connected: boolean;
  readonly about: AboutView | undefined;
  readonly map: MapView | undefined;
  readonly incidents: readonly IncidentLine[] | undefined;
  readonly events: readonly DecidedEvent[];
  readonly health: HealthView | undefined;
  readonly letters: readonly DeadLetterView[];
  readonly acceptances: readonly AcceptanceView[];
  readonly clock: ClockView;
  readonly deeds: readonly DeedView[];
  readonly sheets: readonly SheetView[];
  readonly trouble: string | undefined;
  readonly opened: Opened | undefined;
}

/** The page before the first answer. */
export const emptyPage: PageState = {
  connected: false,
  about: undefined,
  map: undefined,
  incidents: undefined,
  events: [],
  health: undefined,
  letters: [],
  acceptances: [],
  clock: { offset: 0, passing: undefined },
  deeds: [],
  sheets: [],
  trouble: undefined,
  opened: undefined,
};

/** Number of events that are shown. */
const eventsShown = 200;

/** The map with some places in another state; rows without a change stay the same objects. */
export function withChanges(map: MapView, changes: readonly PlaceChange[]): MapView {
  const rows = [...map.rows];
  for (const [account, region, state] of changes) {
    const row = rows[account] ?? '';
    rows[account] = `${row.slice(0, region)}${state}${row.slice(region + 1)}`;
  }
  return { ...map, rows };
}

/** The page after an update of the server. */
export function updated(state: PageState, update: Update): PageState {
  switch (update.kind) {
    case 'about':
      return { ...state, about: update.about };
    case 'map':
      return { ...state, map: update.map };
    case 'places':
      return state.map ? { ...state, map: withChanges(state.map, update.changes) } : state;
    case 'incidents':
      return { ...state, incidents: update.incidents };
    case 'events': {
      // A page that connects again is sent once more what it has.
      const known = new Set(state.events.map(({ id }) => id));
      const fresh = update.events.filter(({ id }) => !known.has(id));
      return { ...state, events: [...state.events, ...fresh].slice(-eventsShown) };
    }
    case 'health':
      return { ...state, health: update.health };
    case 'dead-letters':
      return { ...state, letters: update.letters };
    case 'acceptances':
      return { ...state, acceptances: update.acceptances };
    case 'clock':
      return { ...state, clock: update.clock };
    case 'deeds':
      return { ...state, deeds: update.deeds };
    case 'sheets':
      return { ...state, sheets: update.sheets };
    case 'trouble':
      return { ...state, trouble: update.words };
  }
}

/** The number of places in each state, by index in the legend. */
export function countsOf({ rows, legend }: MapView): readonly number[] {
  const counts = legend.map(() => 0);
  for (const row of rows) for (const digit of row) counts[Number(digit)] = (counts[Number(digit)] ?? 0) + 1;
  return counts;
}

/** How the rows of the map are chosen and ordered. */
export interface RowChoice {
  /** A part of the account's name or id. */
  readonly text: string;
  /** Index of a state in the legend that one of the places must have. */
  readonly state: number | undefined;
  readonly worstFirst: boolean;
}

const worstIn = (row: string): number =>
  row.split('').reduce((least, digit) => Math.min(least, Number(digit)), 9);

/** The indexes of the accounts to show, in their order. */
export function rowsShown(map: MapView, { text, state, worstFirst }: RowChoice): readonly number[] {
  const wanted = text.trim().toLowerCase();
  const shown = map.accounts.flatMap(([id, name], index) => {
    const named = wanted === '' || id.includes(wanted) || name.toLowerCase().includes(wanted);
    const stated = state === undefined || map.rows[index]?.includes(String(state)) === true;
    return named && stated ? [index] : [];
  });
  if (!worstFirst) return shown;
  const ranks = new Map(shown.map((index) => [index, worstIn(map.rows[index] ?? '')]));
  return shown.sort((a, b) => (ranks.get(a) ?? 9) - (ranks.get(b) ?? 9) || a - b);
}
