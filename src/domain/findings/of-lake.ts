import type { Claim } from '#domain/facts/claim.ts';
import type { KnownStore, StoreState } from '#domain/facts/lake.ts';
import { goneIsForgottenAfter } from '#domain/facts/lake.ts';
import { parseArn } from '#domain/values/arn.ts';
import type { Instant } from '#domain/values/instant.ts';
import { findingKey } from './finding.ts';
import type { Rule, SeenLook } from './rule.ts';

/** The state of a store at a time, known from a call on it, from a look, or from an earlier finding. */
export interface DatedStoreState {
  /** Its ARN, or the id in the call. */
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

/** The `change` in the evidence of a finding, by the state of the store. */
export const storeChanges: Readonly<Record<Exclude<StoreState, 'running'>, string>> = {
  stopped: 'records -> stopped',
  deleted: 'records -> deleted for good in seven days',
  gone: 'records -> deleted for good',
};

/** How long after a call, in milliseconds, a look may show the former state: CloudTrail is eventually consistent. */
const untilShown = 60_000;

/** The id of a store, which AWS names by its ARN or by the end of the ARN. */
const idOf = (store: string): string => store.split('/').at(-1) ?? store;

/** The states that result from the calls on stores of this account and Region. */
function statesByCalls({ account, region, claims, at }: SeenLook): DatedStoreState[] {
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

/** The state that an earlier finding reports. */
function remembered({ known }: SeenLook, rule: Rule): DatedStoreState[] {
  const before = known.get(findingKey(rule.id, '-'));
  const store = before?.evidence.resource;
  if (before === undefined || store === undefined) return [];
  if (before.state === 'resolved') return [{ store, is: 'running', at: before.resolvedAt ?? before.since }];
  const how = (['gone', 'deleted'] as const).find((is) => before.evidence.change === storeChanges[is]);
  return [{ store, is: how ?? 'stopped', at: before.since }];
}

const latest = (states: readonly DatedStoreState[]): DatedStoreState | undefined =>
  states.reduce<DatedStoreState | undefined>(
    (last, state) => (last !== undefined && last.at > state.at ? last : state),
    undefined,
  );

/** Whether two states agree on whether the store takes in events; how it was lost makes no difference. */
const agree = (one: StoreState, other: StoreState): boolean => (one === 'running') === (other === 'running');

/** Whether a look at `at` outweighs the last call: it agrees with the call, or the call's effect had time to show. */
function decides(seen: KnownStore, at: Instant, said: DatedStoreState | undefined): boolean {
  if (said === undefined) return true;
  return said.at <= at && (agree(said.is, seen.state) || at - said.at >= untilShown);
}

function ofStore(
  seen: KnownStore,
  at: Instant,
  said: DatedStoreState | undefined,
): DatedStoreState | undefined {
  const is = seen.state;
  // A store that was never seen running and has no recorded call is not a loss.
  if (is !== 'running' && !seen.hasRun && said === undefined) return undefined;
  if (!decides(seen, at, said)) return said;
  const isKnown = said !== undefined && agree(said.is, is);
  return { store: seen.arn, is, at: isKnown ? said.at : seen.since };
}

/**
 * The latest known state of each store: from the look, from calls whose effect the look cannot show yet, and from
 * earlier findings. Undefined without a look and without calls.
 */
export function latestStoreStates(look: SeenLook, rule: Rule): readonly DatedStoreState[] | undefined {
  const { lake } = look;
  const byCalls = statesByCalls(look);
  if (lake === undefined && byCalls.length === 0) return undefined;
  const said = Map.groupBy([...remembered(look, rule), ...byCalls], ({ store }) => idOf(store));
  const sights = new Map((lake?.stores ?? []).map((store) => [idOf(store.arn), store]));
  return [...new Set([...said.keys(), ...sights.keys()])].flatMap((id) => {
    const [known, seen] = [latest(said.get(id) ?? []), sights.get(id)];
    if (lake && seen) return ofStore(seen, lake.at, known) ?? [];
    const isForgotten =
      lake !== undefined && known !== undefined && lake.at - known.at > goneIsForgottenAfter;
    return known === undefined || isForgotten ? [] : [known];
  });
}
