import type { AnsweredSelectors } from './answered-selectors.ts';

/** The part of a basic event selector that concerns management events. */
export interface BasicSelector {
  readonly managementEvents: boolean;
  readonly readWrite: 'All' | 'ReadOnly' | 'WriteOnly';
  /** AWS allows only kms.amazonaws.com and rdsdata.amazonaws.com here (GetEventSelectors). */
  readonly excludedSources: readonly string[];
}

/** One condition of an advanced selector: all of its operators must hold. */
export interface FieldCondition {
  readonly field: string;
  readonly equals?: readonly string[] | undefined;
  readonly notEquals?: readonly string[] | undefined;
  /** The condition also has prefix or suffix operators, whose extent is not computed. */
  readonly narrowsOtherwise: boolean;
}

/** The event selectors of a trail: what is judged of them, and beside it what is kept to put them back. */
export type EventSelectors = { readonly answered?: AnsweredSelectors | undefined } & (
  | { readonly kind: 'basic'; readonly selectors: readonly BasicSelector[] }
  | { readonly kind: 'advanced'; readonly selectors: readonly (readonly FieldCondition[])[] }
  /** Not read here: what the owner of an organization trail read of them. */
  | { readonly kind: 'owners'; readonly recorded: RecordedEvents }
);

/** How much of a class of events is recorded. */
export type Extent = 'all' | 'some' | 'none';

/** Which management events one trail, or several trails together, record. */
export interface RecordedEvents {
  readonly writes: Extent;
  readonly reads: Extent;
  /** Event sources left out although the extent says `all`. */
  readonly excludedSources: readonly string[];
}

/** A trail without custom selectors records all management events (CloudTrail user guide). */
export const recordsEverything: RecordedEvents = { writes: 'all', reads: 'all', excludedSources: [] };

/** What a selector without management events records. */
export const recordsNothing: RecordedEvents = { writes: 'none', reads: 'none', excludedSources: [] };

const greater = (left: Extent, right: Extent): Extent =>
  left === 'all' || right === 'all' ? 'all' : left === 'some' || right === 'some' ? 'some' : 'none';

/** What one selector or trail records. */
interface Part extends RecordedEvents {
  /** The only event sources it records; undefined when it is not limited to some. */
  readonly only?: readonly string[] | undefined;
}

/**
 * The event sources whose writes (or reads) no part records: excluded by every part of extent `all`, and not chosen by
 * any part of extent `some`.
 */
function leftOut(parts: readonly Part[], of: 'writes' | 'reads'): readonly string[] {
  const [first, ...others] = parts.filter((part) => part[of] === 'all');
  const chosen = parts.flatMap((part) => (part[of] === 'some' ? (part.only ?? []) : []));
  return (first?.excludedSources ?? []).filter(
    (source) =>
      others.every(({ excludedSources }) => excludedSources.includes(source)) && !chosen.includes(source),
  );
}

/** Largest number of excluded sources that are kept by name, and the longest name; AWS allows 500 of 2,048 characters. */
const sourcesKept = { count: 10, length: 64 };

/**
 * `recorded` in a form that is safe to keep: so many excluded sources, or such long ones, that they cannot all be named
 * count as *some* events only, so that nothing hides behind them.
 */
function bounded({ writes, reads, excludedSources }: RecordedEvents): RecordedEvents {
  const named = excludedSources
    .filter(({ length }) => length <= sourcesKept.length)
    .slice(0, sourcesKept.count);
  if (named.length === excludedSources.length) return { writes, reads, excludedSources };
  const lessened = (extent: Extent): Extent => (extent === 'all' ? 'some' : extent);
  return { writes: lessened(writes), reads: lessened(reads), excludedSources: named };
}

/** What several parts record together; a source is excluded when its writes or its reads are recorded by none. */
export function recordedTogether(parts: readonly Part[]): RecordedEvents {
  const extent = (of: 'writes' | 'reads') => parts.map((part) => part[of]).reduce(greater, 'none');
  return {
    writes: extent('writes'),
    reads: extent('reads'),
    excludedSources: [...new Set([...leftOut(parts, 'writes'), ...leftOut(parts, 'reads')])],
  };
}

function recordedByBasic(selector: BasicSelector): RecordedEvents {
  if (!selector.managementEvents) return recordsNothing;
  return {
    writes: selector.readWrite === 'ReadOnly' ? 'none' : 'all',
    reads: selector.readWrite === 'WriteOnly' ? 'none' : 'all',
    excludedSources: selector.excludedSources,
  };
}

function recordedByAdvanced(conditions: readonly FieldCondition[]): Part {
  // All conditions must hold, including several on one field.
  const on = (name: string) => conditions.filter(({ field }) => field === name);
  const lets = (name: string, value: string): boolean =>
    on(name).every(
      ({ equals, notEquals }) => (equals?.includes(value) ?? true) && notEquals?.includes(value) !== true,
    );
  const named = on('eventCategory').some(({ equals }) => equals?.includes('Management') === true);
  if (!named || !lets('eventCategory', 'Management')) return recordsNothing;
  const sources = on('eventSource');
  const otherwise =
    conditions.some(({ field }) => !['eventCategory', 'readOnly', 'eventSource'].includes(field)) ||
    sources.some(({ narrowsOtherwise }) => narrowsOtherwise);
  const chosen = sources.flatMap(({ equals }) => equals ?? []);
  const extent: Extent = otherwise || sources.some(({ equals }) => equals !== undefined) ? 'some' : 'all';
  return {
    writes: lets('readOnly', 'false') ? extent : 'none',
    reads: lets('readOnly', 'true') ? extent : 'none',
    excludedSources: sources.flatMap(({ notEquals }) => notEquals ?? []),
    only: otherwise ? undefined : chosen.filter((source) => lets('eventSource', source)),
  };
}

const computed = new WeakMap<EventSelectors, RecordedEvents>();

/** Which management events `selectors` record: the union of all of them. Computed once for one answer of AWS. */
export function recordedBy(selectors: EventSelectors): RecordedEvents {
  const recorded = computed.get(selectors) ?? recordedByAll(selectors);
  computed.set(selectors, recorded);
  return recorded;
}

function recordedByAll(selectors: EventSelectors): RecordedEvents {
  if (selectors.kind === 'owners') return selectors.recorded;
  const parts: readonly Part[] =
    selectors.kind === 'basic'
      ? selectors.selectors.map(recordedByBasic)
      : selectors.selectors.map(recordedByAdvanced);
  return bounded(recordedTogether(parts));
}

const extents: readonly Extent[] = ['none', 'some', 'all'];

/** Whether `value` is an extent, as records name it. */
export function isExtent(value: unknown): value is Extent {
  return extents.some((extent) => extent === value);
}

/** Whether `now` records all that `was` did. */
export function coversAll(now: RecordedEvents, was: RecordedEvents): boolean {
  return (
    covers(now.writes, was.writes) &&
    covers(now.reads, was.reads) &&
    now.excludedSources.every((source) => was.excludedSources.includes(source))
  );
}

/** Whether the extent `now` includes the extent `was`. */
export function covers(now: Extent, was: Extent): boolean {
  return extents.indexOf(now) >= extents.indexOf(was);
}
