import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import { isDeepEqual } from '#domain/values/deep-equal.ts';
import type { RecordedEvents } from './event-selectors.ts';
import { covers } from './event-selectors.ts';

/** Which events an event data store of CloudTrail Lake ingests and how long it keeps them. */
export interface StoreSettings {
  readonly recorded: RecordedEvents;
  readonly multiRegion: boolean;
  readonly organization: boolean;
  /** The retention period in days; undefined where AWS does not report it. */
  readonly keptDays?: number | undefined;
}

/** Whether a store ingests events; `gone`: it is no longer listed. */
export type StoreState = 'running' | 'stopped' | 'deleted' | 'gone';

/** A store as one look found it; settings or a state that could not be read are `undefined`. */
export interface SeenStore {
  readonly arn: string;
  readonly state?: Exclude<StoreState, 'gone'> | undefined;
  readonly settings?: StoreSettings | undefined;
  /** UpdatedTimestamp, as AWS reports it. */
  readonly updatedAt?: Instant | undefined;
}

/** A store as it is known from all looks so far. */
export interface KnownStore {
  readonly arn: string;
  readonly state: StoreState;
  /** When it entered this state, as precisely as that is known. */
  readonly since: Instant;
  /** An earlier look found it ingesting events; the loss of a store that never did is not reported. */
  readonly hasRun: boolean;
  /** Its settings when nothing was lost. */
  readonly full?: StoreSettings | undefined;
  /** What it no longer ingests or keeps of `full`, in words; empty when nothing is lost. */
  readonly lost: readonly string[];
  /** When `lost` stopped being empty. */
  readonly lostSince?: Instant | undefined;
}

/** The event data stores of one account and Region, as they are known from all looks so far. */
export interface LakeSight {
  readonly account: AccountId;
  readonly region: Region;
  /** When the first read was sent. */
  readonly at: Instant;
  /** The time of the first look that found them in this state. */
  readonly changedAt: Instant;
  readonly stores: readonly KnownStore[];
}

/** How long a store that is gone is remembered, in milliseconds: 90 days, as CloudTrail's event history. */
export const goneIsForgottenAfter = 90 * 24 * 3600 * 1000;

/** How many stores that are gone are remembered at most, the latest: they can be made and deleted all day. */
const goneKept = 50;

/** What `full` includes and `now` does not, in words. */
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

/** The time of the store's last change if it lies between the two looks, else the time of the second look. */
function momentOf({ updatedAt }: SeenStore, { at, before }: Moments): Instant {
  return updatedAt !== undefined && before !== undefined && updatedAt > before && updatedAt <= at
    ? updatedAt
    : at;
}

function knownAs(seen: SeenStore, known: KnownStore | undefined, moments: Moments): KnownStore | undefined {
  const state = seen.state ?? known?.state;
  // The store is listed, but its state was never read.
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

/** What is known after a look at `at` listed `seen`; known stores that are no longer listed become `gone`. */
export function rememberStores(
  before: LakeSight | undefined,
  look: Pick<LakeSight, 'account' | 'region' | 'at'> & { readonly seen: readonly SeenStore[] },
): LakeSight {
  const { account, region, at, seen } = look;
  const moments = { at, before: before?.at };
  const knownOf = (arn: string) => before?.stores.find((store) => store.arn === arn);
  const present = seen.flatMap((store) => knownAs(store, knownOf(store.arn), moments) ?? []);
  const gone = (before?.stores ?? [])
    .filter(({ arn }) => !seen.some((store) => store.arn === arn))
    .map((store): KnownStore => ({
      ...store,
      // A deleted store is listed for another week: its loss began at the deletion, not when it left the list.
      since: store.state === 'running' || store.state === 'stopped' ? at : store.since,
      state: 'gone',
    }))
    .filter(({ since }) => at - since < goneIsForgottenAfter);
  const stores = [...present, ...gone.toSorted((one, other) => other.since - one.since).slice(0, goneKept)];
  const changedAt = before && isDeepEqual(before.stores, stores) ? before.changedAt : at;
  return { account, region, at, changedAt, stores };
}
