import type { Claim } from '#domain/facts/claim.ts';
import type { KnownStore, StoreState } from '#domain/facts/lake.ts';
import { goneIsForgottenAfter } from '#domain/facts/lake.ts';
import { parseArn } from '#domain/values/arn.ts';
import type { Instant } from '#domain/values/instant.ts';
import { findingKey } from './finding.ts';
import type { SeenLook } from './rule.ts';

/** What is last known of whether a store takes in events: by a call on it, a look at it, or an earlier finding. */
export interface StoreWord {
  /** Its ARN, or what the call named it by. */
  readonly store: string;
  readonly is: StoreState;
  readonly at: Instant;
}

const calls: Readonly<Partial<Record<string, StoreState>>> = {
  StopEventDataStoreIngestion: 'stopped',
  DeleteEventDataStore: 'deleted',
  StartEventDataStoreIngestion: 'running',
  RestoreEventDataStore: 'running',
};

/** How a finding says what became of the store. */
export const became: Readonly<Record<Exclude<StoreState, 'running'>, string>> = {
  stopped: 'records -> stopped',
  deleted: 'records -> deleted for good in seven days',
  gone: 'records -> deleted for good',
};

/** CloudTrail's settings are eventually consistent: a look so soon after a call may still show what was before. */
const untilShown = 60_000;

/** Event data stores are named by ARN in one place and by the end of it in another. */
const idOf = (store: string): string => store.split('/').at(-1) ?? store;

/** What the calls on stores of this account and Region said. */
function saidByCalls({ account, region, claims, at }: SeenLook): StoreWord[] {
  const isHere = (store: string): boolean => {
    const arn = parseArn(store);
    return arn === undefined || (arn.account === account && arn.region === region);
  };
  return claims.flatMap((claim: Claim) => {
    const is = calls[claim.eventName];
    const { about: store } = claim;
    if (is === undefined || store === undefined || claim.at > at || !isHere(store)) return [];
    return [{ is, store, at: claim.at }];
  });
}

/** What the finding of an earlier look said. */
function remembered({ known }: SeenLook): StoreWord[] {
  const before = known?.get(findingKey('data-store-stopped', '-'));
  const store = before?.evidence.resource;
  if (before === undefined || store === undefined) return [];
  if (before.state === 'resolved') return [{ store, is: 'running', at: before.resolvedAt ?? before.since }];
  const how = (['gone', 'deleted'] as const).find((is) => before.evidence.change === became[is]);
  return [{ store, is: how ?? 'stopped', at: before.since }];
}

const latest = (words: readonly StoreWord[]): StoreWord | undefined =>
  words.reduce<StoreWord | undefined>(
    (last, word) => (last !== undefined && last.at > word.at ? last : word),
    undefined,
  );

const runs = ({ is }: { readonly is: StoreState }): boolean => is === 'running';

/** Whether a look at `at` decides: it agrees with what was said last, or what was said had time to show. */
function decides(seen: KnownStore, at: Instant, said: StoreWord | undefined): boolean {
  if (said === undefined) return true;
  return said.at <= at && (runs(said) === runs({ is: seen.state }) || at - said.at >= untilShown);
}

function ofStore(seen: KnownStore, at: Instant, said: StoreWord | undefined): StoreWord | undefined {
  const is = seen.state;
  // A store that nobody saw at work, and of which no call told, is nothing that was lost.
  if (is !== 'running' && !seen.hasRun && said === undefined) return undefined;
  if (!decides(seen, at, said)) return said;
  const isKnown = said !== undefined && runs(said) === runs({ is });
  return { store: seen.arn, is, at: isKnown ? said.at : seen.since };
}

/**
 * What is known of every store of which anything is known: the state where it was looked at, the calls that it cannot
 * show yet, and what was found earlier. Undefined where nothing was seen and no call told anything.
 */
export function storeWords(look: SeenLook): readonly StoreWord[] | undefined {
  const { lake } = look;
  const byCalls = saidByCalls(look);
  if (lake === undefined && byCalls.length === 0) return undefined;
  const said = Map.groupBy([...remembered(look), ...byCalls], ({ store }) => idOf(store));
  const sights = new Map((lake?.stores ?? []).map((store) => [idOf(store.arn), store]));
  return [...new Set([...said.keys(), ...sights.keys()])].flatMap((id) => {
    const [word, seen] = [latest(said.get(id) ?? []), sights.get(id)];
    if (lake && seen) return ofStore(seen, lake.at, word) ?? [];
    const isForgotten = lake !== undefined && word !== undefined && lake.at - word.at > goneIsForgottenAfter;
    return word === undefined || isForgotten ? [] : [word];
  });
}
