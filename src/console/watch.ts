import type { OrganizationMap, SeenPlace } from '#usecases/see/see-organization.ts';
import { placeStates, placeStateWords } from '#domain/reports/place-state.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Place } from '#domain/values/place.ts';
import type { DecidedEvent } from '#ports/event-feed.ts';
import type { OpenPlace } from '#ports/open-places.ts';
import type { Live } from './live.ts';
import type {
  AcceptanceView,
  DeadLetterView,
  HealthView,
  IncidentLine,
  MapView,
  PlaceChange,
} from './model.ts';

/** Everything that is read at long intervals. */
export interface Whole {
  readonly map: OrganizationMap;
  readonly health: HealthView;
  readonly letters: readonly DeadLetterView[];
  readonly acceptances: readonly AcceptanceView[];
}

/** The reads that keep the page up to date. */
export interface WatchReads {
  readWhole(): Promise<Whole>;
  listOpenPlaces(): Promise<readonly OpenPlace[]>;
  seePlaces(places: readonly Place[], map: OrganizationMap): Promise<readonly SeenPlace[]>;
  listLiving(): Promise<readonly IncidentId[]>;
  /** Undefined when the incident is not known any more. */
  readLine(id: IncidentId): Promise<IncidentLine | undefined>;
  listDecisions(since: Instant): Promise<readonly DecidedEvent[]>;
  now(): Instant;
}

/** The intervals of the reads, in milliseconds. */
export interface Pace {
  readonly tickMs: number;
  readonly wholeMs: number;
}

/** Twice a second for what is open, once a minute for the rest: some 0.02 dollars an hour while a page is open. */
export const usualPace: Pace = { tickMs: 500, wholeMs: 60_000 };
/** More changed places than this are read as a whole. */
const singlyAtMost = 256;
/** A read is followed by a rest of so many times its duration, so that a storm cannot make the console one. */
const rest = 3;
/** How far back events are asked for, because they become readable in disorder, and at the start. */
const eventsLagMs = 20_000;
const eventsAtFirstMs = 3600_000;

/** A map as the page gets it. */
export function mapView({ names, regions, rows }: OrganizationMap): MapView {
  return {
    accounts: [...names].map(([id, name]) => [id, name] as const),
    regions,
    rows: [...rows.values()].map((states) => states.map((state) => placeStates.indexOf(state)).join('')),
    legend: placeStates.map((state) => ({ state, ...placeStateWords[state] })),
  };
}

interface Kept {
  map: OrganizationMap | undefined;
  wholeAt: number;
  open: Map<string, string>;
  lines: Map<IncidentId, IncidentLine>;
  told: string;
  eventsFrom: Instant | undefined;
  readonly eventIds: Set<string>;
}

const keyOf = ({ account, region }: Place): string => `${account} ${region}`;
const markOf = ({ keys, blind, lookedAt }: OpenPlace): string => `${keys.join()} ${blind} ${lookedAt ?? ''}`;

function placeOf(key: string): Place {
  const [account = '', region = ''] = key.split(' ');
  // Made by `keyOf` from branded ids; brands exist for the compiler only.
  return { account, region } as Place;
}

/** The places whose row is new, changed or gone since the last tick. */
function moved(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): readonly Place[] {
  const keys = new Set([...before.keys(), ...now.keys()]);
  return [...keys].filter((key) => before.get(key) !== now.get(key)).map(placeOf);
}

function changesIn(map: MapView, seen: readonly SeenPlace[]): PlaceChange[] {
  const accounts = new Map(map.accounts.map(([id], index) => [id, index]));
  return seen.flatMap(({ account, region, state }): PlaceChange[] => {
    const [row, column] = [accounts.get(account) ?? -1, map.regions.indexOf(region)];
    const digit = placeStates.indexOf(state);
    const known = row < 0 || column < 0 ? undefined : map.rows[row]?.[column];
    return known === undefined || known === String(digit) ? [] : [[row, column, digit]];
  });
}

async function readWhole(reads: WatchReads, live: Live, kept: Kept): Promise<void> {
  const { map, health, letters, acceptances } = await reads.readWhole();
  kept.map = map;
  kept.wholeAt = reads.now();
  const view = mapView(map);
  if (JSON.stringify(view) !== JSON.stringify(live.map)) live.publish({ kind: 'map', map: view });
  live.publish({ kind: 'health', health });
  live.publish({ kind: 'dead-letters', letters });
  live.publish({ kind: 'acceptances', acceptances });
}

/** Reads the places that moved; answers the incidents that they belong to, or `many` for all. */
async function readMoved(
  reads: WatchReads,
  live: Live,
  kept: Kept,
): Promise<ReadonlySet<IncidentId> | 'many'> {
  const places = await reads.listOpenPlaces();
  const open = new Map(places.map((place) => [keyOf(place), markOf(place)]));
  const different = moved(kept.open, open);
  if (!kept.map || !live.map || different.length > singlyAtMost) {
    await readWhole(reads, live, kept);
    kept.open = open;
    return 'many';
  }
  const seen = await reads.seePlaces(different, kept.map);
  const isUnknown = seen.some(({ account, region }) => !isOnMap(live.map, account, region));
  if (isUnknown) await readWhole(reads, live, kept);
  else {
    const changes = changesIn(live.map, seen);
    if (changes.length > 0) live.publish({ kind: 'places', changes });
  }
  kept.open = open;
  return new Set(
    seen.flatMap(({ issue }) => [...(issue?.findings.values() ?? [])].map((one) => one.incident)),
  );
}

function isOnMap(map: MapView | undefined, account: string, region: string): boolean {
  return map?.regions.includes(region) === true && map.accounts.some(([id]) => id === account);
}

async function readLines(
  reads: WatchReads,
  live: Live,
  { lines, ...kept }: Kept,
  touched: ReadonlySet<IncidentId> | 'many',
): Promise<string> {
  const living = await reads.listLiving();
  const due = living.filter((id) => touched === 'many' || touched.has(id) || !lines.has(id));
  const read = await Promise.all(due.map(async (id) => [id, await reads.readLine(id)] as const));
  for (const [id, line] of read) if (line) lines.set(id, line);
  for (const id of lines.keys()) if (!living.includes(id)) lines.delete(id);
  const incidents = [...lines.values()].sort((a, b) => b.openedAt - a.openedAt);
  const told = JSON.stringify(incidents);
  if (told !== kept.told) live.publish({ kind: 'incidents', incidents });
  return told;
}

async function readEvents(reads: WatchReads, live: Live, kept: Kept): Promise<void> {
  const now = reads.now();
  const since = kept.eventsFrom ?? ((now - eventsAtFirstMs) as Instant);
  const events = (await reads.listDecisions(since)).filter(({ id }) => !kept.eventIds.has(id));
  for (const { id } of events) kept.eventIds.add(id);
  kept.eventsFrom = (now - eventsLagMs) as Instant;
  if (events.length > 0) live.publish({ kind: 'events', events });
}

async function tick(reads: WatchReads, live: Live, kept: Kept, wholeMs: number): Promise<void> {
  if (kept.map && reads.now() - kept.wholeAt >= wholeMs) await readWhole(reads, live, kept);
  const touched = await readMoved(reads, live, kept);
  kept.told = await readLines(reads, live, kept, touched);
  await readEvents(reads, live, kept);
}

/** A console's reads that go on. */
export interface Watching {
  readonly stop: () => void;
  /** Has everything read at the next tick, because a person just changed something. */
  readonly hasten: () => void;
}

/** Keeps `live` up to date while a browser watches it, and once at the start. `stop` ends it. */
export function startWatching(reads: WatchReads, live: Live, pace: Pace = usualPace): Watching {
  const kept: Kept = {
    map: undefined,
    wholeAt: 0,
    open: new Map(),
    lines: new Map(),
    told: '',
    eventsFrom: undefined,
    eventIds: new Set(),
  };
  let stopped = false;
  let trouble: string | undefined;
  const say = (words: string | undefined): void => {
    if (words !== trouble) live.publish({ kind: 'trouble', words });
    trouble = words;
  };
  const run = async (): Promise<void> => {
    const began = performance.now();
    if (live.watchers > 0 || !kept.map)
      await tick(reads, live, kept, pace.wholeMs).then(
        () => say(undefined),
        // AWS refused or could not be reached: the page says so, and it is tried again.
        (error: unknown) => say(error instanceof Error ? `${error.name}: ${error.message}` : String(error)),
      );
    const took = performance.now() - began;
    const wait = Math.max(pace.tickMs, took * rest, trouble === undefined ? 0 : 5000);
    if (!stopped) timer = setTimeout(() => void run(), wait);
  };
  let timer = setTimeout(() => void run(), 0);
  return {
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
    hasten: () => (kept.wholeAt = -Infinity),
  };
}
