/** One basic event selector, as far as management events go. */
export interface BasicSelector {
  readonly managementEvents: boolean;
  readonly readWrite: 'All' | 'ReadOnly' | 'WriteOnly';
  /** Only kms.amazonaws.com and rdsdata.amazonaws.com can be left out (GetEventSelectors). */
  readonly excludedSources: readonly string[];
}

/** One condition of an advanced selector: all operators that are given must hold. */
export interface FieldCondition {
  readonly field: string;
  readonly equals?: readonly string[] | undefined;
  readonly notEquals?: readonly string[] | undefined;
  /** Prefix and suffix operators, which narrow in ways that are not counted out here. */
  readonly narrowsOtherwise: boolean;
}

/** What a trail is told to record. Selectors are judged by their fields, never by their display names. */
export type EventSelectors =
  | { readonly kind: 'basic'; readonly selectors: readonly BasicSelector[] }
  | { readonly kind: 'advanced'; readonly selectors: readonly (readonly FieldCondition[])[] };

/** How much of a class of events is recorded. */
export type Extent = 'all' | 'some' | 'none';

/** What of the management events a trail, or all trails together, record. */
export interface RecordedEvents {
  readonly writes: Extent;
  readonly reads: Extent;
  /** Event sources left out although the extent says `all`. */
  readonly excludedSources: readonly string[];
}

/** A trail without custom selectors records all management events (CloudTrail user guide). */
export const recordsEverything: RecordedEvents = { writes: 'all', reads: 'all', excludedSources: [] };

/** Nothing is recorded. */
export const recordsNothing: RecordedEvents = { writes: 'none', reads: 'none', excludedSources: [] };

const greater = (left: Extent, right: Extent): Extent =>
  left === 'all' || right === 'all' ? 'all' : left === 'some' || right === 'some' ? 'some' : 'none';

/** What one selector or trail records, and of which sources it says so itself. */
interface Part extends RecordedEvents {
  /** It records these sources only. */
  readonly only?: readonly string[] | undefined;
}

/**
 * The sources that no part records as far as writes, or reads, go: left out by every part that records them whole, and
 * not chosen by one that records little.
 */
function leftOut(parts: readonly Part[], of: 'writes' | 'reads'): readonly string[] {
  const [first, ...others] = parts.filter((part) => part[of] === 'all');
  const chosen = parts.flatMap((part) => (part[of] === 'some' ? (part.only ?? []) : []));
  return (first?.excludedSources ?? []).filter(
    (source) =>
      others.every(({ excludedSources }) => excludedSources.includes(source)) && !chosen.includes(source),
  );
}

/** What several recorders record together: a source counts as left out where its writes or its reads are. */
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
  // All conditions must hold, also several on one field.
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

/** What `selectors` record of the management events: the union of all selectors. */
export function recordedBy(selectors: EventSelectors): RecordedEvents {
  return recordedTogether(
    selectors.kind === 'basic'
      ? selectors.selectors.map(recordedByBasic)
      : selectors.selectors.map(recordedByAdvanced),
  );
}

const extents: readonly Extent[] = ['none', 'some', 'all'];

/** Whether `now` is at least as much as `was`. */
export function covers(now: Extent, was: Extent): boolean {
  return extents.indexOf(now) >= extents.indexOf(was);
}
