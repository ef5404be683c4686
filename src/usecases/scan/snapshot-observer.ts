import type { Observation, Sight } from '#domain/facts/observation.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';
import type { TrailObserver } from '#ports/trail-observer.ts';

/** What is said of the looks while they are made, for progress and for what could not be read. */
export interface LookNotes {
  /** The account has these Regions to look at, or does not list them. */
  readonly listed: (account: AccountId, regions: Sight<readonly Region[]>) => void;
  readonly seen: (observation: Observation) => void;
  /** The look at an account's list of Regions (without `region`) or at one Region failed with `error`. */
  readonly failed: (account: AccountId, region: Region | undefined, error: unknown) => void;
}

/** The same result or error, of which `done` or `failed` is told first. */
async function noted<Value>(
  work: Promise<Value>,
  done: (value: Value) => void,
  failed: (error: unknown) => void,
): Promise<Value> {
  try {
    const value = await work;
    done(value);
    return value;
  } catch (error) {
    failed(error);
    throw error;
  }
}

/**
 * Observes every account and Region once: a repeated evaluation, after its buckets and keys were read, gets the same
 * observation and makes no call. What failed is read again.
 */
export function snapshotObserver(observer: TrailObserver, notes: LookNotes): TrailObserver {
  const seen = new Map<string, Promise<Observation>>();
  const lists = new Map<AccountId, Sight<readonly Region[]>>();
  return {
    visitAccount(account, readOwnersStatus) {
      const visit = observer.visitAccount(account, readOwnersStatus);
      return {
        async listRegions() {
          const known = lists.get(account);
          if (known) return known;
          try {
            const regions = await visit.listRegions();
            lists.set(account, regions);
            notes.listed(account, regions);
            return regions;
          } catch (error) {
            notes.failed(account, undefined, error);
            throw error;
          }
        },
        observeRegion(region) {
          const key = `${account} ${region}`;
          const known = seen.get(key);
          if (known) return known;
          const looking = noted(visit.observeRegion(region), notes.seen, (error) => {
            seen.delete(key);
            notes.failed(account, region, error);
          });
          seen.set(key, looking);
          return looking;
        },
      };
    },
  };
}
