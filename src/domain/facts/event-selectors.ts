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
export interface Recorded {
  readonly writes: Extent;
  readonly reads: Extent;
  /** Event sources left out although the extent says `all`. */
  readonly excludedSources: readonly string[];
}

/** A trail without custom selectors records all management events (CloudTrail user guide). */
export const everything: Recorded = { writes: 'all', reads: 'all', excludedSources: [] };

/** Nothing is recorded. */
export const nothing: Recorded = { writes: 'none', reads: 'none', excludedSources: [] };

const greater = (left: Extent, right: Extent): Extent =>
  left === 'all' || right === 'all' ? 'all' : left === 'some' || right === 'some' ? 'some' : 'none';

/** What two recorders record together: a source is left out only if both that record anything leave it out. */
export function together(left: Recorded, right: Recorded): Recorded {
  if (left.writes === 'none' && left.reads === 'none') return right;
  if (right.writes === 'none' && right.reads === 'none') return left;
  return {
    writes: greater(left.writes, right.writes),
    reads: greater(left.reads, right.reads),
    excludedSources: left.excludedSources.filter((source) => right.excludedSources.includes(source)),
  };
}

function recordedByBasic(selector: BasicSelector): Recorded {
  if (!selector.managementEvents) return nothing;
  return {
    writes: selector.readWrite === 'ReadOnly' ? 'none' : 'all',
    reads: selector.readWrite === 'WriteOnly' ? 'none' : 'all',
    excludedSources: selector.excludedSources,
  };
}

function recordedByAdvanced(conditions: readonly FieldCondition[]): Recorded {
  // All conditions must hold, also several on one field.
  const on = (name: string) => conditions.filter(({ field }) => field === name);
  const lets = (name: string, value: string): boolean =>
    on(name).every(
      ({ equals, notEquals }) => (equals?.includes(value) ?? true) && notEquals?.includes(value) !== true,
    );
  const named = on('eventCategory').some(({ equals }) => equals?.includes('Management') === true);
  if (!named || !lets('eventCategory', 'Management')) return nothing;
  const sources = on('eventSource');
  const narrowed =
    conditions.some(({ field }) => !['eventCategory', 'readOnly', 'eventSource'].includes(field)) ||
    sources.some(({ equals, narrowsOtherwise }) => equals !== undefined || narrowsOtherwise);
  const extent: Extent = narrowed ? 'some' : 'all';
  return {
    writes: lets('readOnly', 'false') ? extent : 'none',
    reads: lets('readOnly', 'true') ? extent : 'none',
    excludedSources: sources.flatMap(({ notEquals }) => notEquals ?? []),
  };
}

/** What `selectors` record of the management events: the union of all selectors. */
export function recordedBy(selectors: EventSelectors): Recorded {
  const parts =
    selectors.kind === 'basic'
      ? selectors.selectors.map(recordedByBasic)
      : selectors.selectors.map(recordedByAdvanced);
  return parts.reduce(together, nothing);
}

const extents: readonly Extent[] = ['none', 'some', 'all'];

/** Whether `now` is at least as much as `was`. */
export function covers(now: Extent, was: Extent): boolean {
  return extents.indexOf(now) >= extents.indexOf(was);
}
