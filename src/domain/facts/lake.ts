import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import { same } from '#domain/values/same.ts';
import type { RecordedEvents } from './event-selectors.ts';
import { covers } from './event-selectors.ts';

/** What an event data store of CloudTrail Lake takes in and keeps. */
export interface StoreSettings {
  readonly recorded: RecordedEvents;
  readonly multiRegion: boolean;
  readonly organization: boolean;
  /** How long it keeps events, in days; undefined where AWS does not say. */
  readonly keptDays?: number | undefined;
}

/** Whether a store takes in events; `gone`: it is not listed any more. */
export type StoreState = 'running' | 'stopped' | 'deleted' | 'gone';

/** A store as one look found it; `undefined` settings or state: that could not be read. */
export interface SeenStore {
  readonly arn: string;
  readonly state?: Exclude<StoreState, 'gone'> | undefined;
  readonly settings?: StoreSettings | undefined;
  /** When it was last changed, in the words of AWS. */
  readonly updatedAt?: Instant | undefined;
}

/** A store as all looks so far know it. */
export interface KnownStore {
  readonly arn: string;
  readonly state: StoreState;
  /** Since when it is in this state, as well as can be known. */
  readonly since: Instant;
  /** An earlier look saw it take in events: only then is it missed. */
  readonly hasRun: boolean;
  /** What it took in and kept when nothing was lost. */
  readonly full?: StoreSettings | undefined;
  /** What it lacks of that, in words; none: it takes in all it did. */
  readonly lost: readonly string[];
  /** Since when it lacks something. */
  readonly lostSince?: Instant | undefined;
}

/** The event data stores of one account and Region, as all looks so far know them. */
export interface LakeSight {
  readonly account: AccountId;
  readonly region: Region;
  /** When the first read was sent. */
  readonly at: Instant;
  /** The first look that found them like this. */
  readonly changedAt: Instant;
  readonly stores: readonly KnownStore[];
}

/** How long a store that is gone is remembered: as long as CloudTrail's event history, 90 days. */
export const goneIsForgottenAfter = 90 * 24 * 3600 * 1000;

/** What of `full` is not part of `now`, in words. */
function lostOf(full: StoreSettings, now: StoreSettings): readonly string[] {
  const [was, is] = [full.recorded, now.recorded];
  const days = now.keptDays ?? Infinity;
  return [
    ...(covers(is.writes, was.writes) ? [] : ['management write events']),
    ...(covers(is.reads, was.reads) ? [] : ['management read events']),
    ...(is.writes === 'none' && is.reads === 'none' ? [] : is.excludedSources)
      .filter((source) => !was.excludedSources.includes(source))
      .map((source) => `events of ${source}`),
    ...(full.multiRegion && !now.multiRegion ? ['other Regions'] : []),
    ...(full.organization && !now.organization ? ['other accounts'] : []),
    ...(days < (full.keptDays ?? 0) ? [`events older than ${days} days`] : []),
  ];
}

type Moments = Pick<LakeSight, 'at'> & { readonly before: Instant | undefined };

/** The moment of the last change if it lies between two looks, else that of the second one. */
function momentOf({ updatedAt }: SeenStore, { at, before }: Moments): Instant {
  return updatedAt !== undefined && before !== undefined && updatedAt > before && updatedAt <= at
    ? updatedAt
    : at;
}

function knownAs(seen: SeenStore, known: KnownStore | undefined, moments: Moments): KnownStore | undefined {
  const state = seen.state ?? known?.state;
  // Nothing is known of it but that it is listed.
  if (state === undefined) return undefined;
  const settings = seen.settings;
  const lost = known?.full && settings ? lostOf(known.full, settings) : (known?.lost ?? []);
  return {
    arn: seen.arn,
    state,
    since: known?.state === state ? known.since : momentOf(seen, moments),
    hasRun: state === 'running' || known?.hasRun === true,
    full: lost.length === 0 ? (settings ?? known?.full) : known?.full,
    lost,
    lostSince: lost.length === 0 ? undefined : (known?.lostSince ?? momentOf(seen, moments)),
  };
}

/** What is known after a look at `at` found `seen`; stores that are not listed any more are gone. */
export function rememberStores(
  before: LakeSight | undefined,
  {
    account,
    region,
    at,
    seen,
  }: Pick<LakeSight, 'account' | 'region' | 'at'> & { seen: readonly SeenStore[] },
): LakeSight {
  const moments = { at, before: before?.at };
  const knownOf = (arn: string) => before?.stores.find((store) => store.arn === arn);
  const present = seen.flatMap((store) => knownAs(store, knownOf(store.arn), moments) ?? []);
  const gone = (before?.stores ?? [])
    .filter(({ arn }) => !seen.some((store) => store.arn === arn))
    .map((store): KnownStore => ({
      ...store,
      // A store that was deleted goes after a week; it is missed since it was deleted.
      ...(store.state === 'running' || store.state === 'stopped' ? { since: at } : {}),
      state: 'gone',
    }))
    .filter(({ since }) => at - since < goneIsForgottenAfter);
  const stores = [...present, ...gone];
  const changedAt = before && same(before.stores, stores) ? before.changedAt : at;
  return { account, region, at, changedAt, stores };
}
