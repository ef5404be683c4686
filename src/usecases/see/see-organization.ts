import type { AccountNames } from '#domain/announcements/affected.ts';
import type { Issue } from '#domain/issues/issue.ts';
import type { PlaceState } from '#domain/reports/place-state.ts';
import { placeStateOf } from '#domain/reports/place-state.ts';
import type { AccountOutcome, SweepResult } from '#domain/sweeps/sweep.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Place } from '#domain/values/place.ts';
import type { Region } from '#domain/values/region.ts';
import type { IssueStore } from '#ports/issue-store.ts';
import pLimit from 'p-limit';

/** How every account and Region of the organization stands. */
export interface OrganizationMap {
  readonly names: AccountNames;
  readonly regions: readonly Region[];
  /** The states of each account, in the order of `regions`. */
  readonly rows: ReadonlyMap<AccountId, readonly PlaceState[]>;
  /** The outcomes of the sweep that the states rest on, by account. */
  readonly outcomes: ReadonlyMap<AccountId, AccountOutcome>;
}

/** What a map is made of: the watched accounts, the last sweep, and every issue that is not closed. */
export interface MapFacts {
  readonly names: AccountNames;
  readonly sweep: SweepResult | undefined;
  readonly issues: readonly Issue[];
}

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

function accountsIn({ names, issues }: MapFacts): AccountNames {
  // Calls on the detector itself are stored with the central account, which need not be watched.
  const others = issues
    .filter(({ account }) => !names.has(account))
    .map(({ account }) => [account, ''] as const);
  return new Map([...names, ...others]);
}

/** The map of the organization. Accounts are in the order of `names`, Regions by name. */
export function mapOf(facts: MapFacts): OrganizationMap {
  const names = accountsIn(facts);
  const outcomes = new Map((facts.sweep?.outcomes ?? []).map((outcome) => [outcome.account, outcome]));
  const issues = new Map(facts.issues.map((issue) => [`${issue.account} ${issue.region}`, issue]));
  const seen = [
    ...[...outcomes.values()].flatMap((outcome) => outcome.regions),
    ...facts.issues.map(({ region }) => region),
  ];
  const regions = [...new Set(seen)].sort(compare);
  const rows = [...names.keys()].map((account) => {
    const outcome = outcomes.get(account);
    const states = regions.map((region) =>
      placeStateOf({ region, outcome, issue: issues.get(`${account} ${region}`) }),
    );
    return [account, states] as const;
  });
  return { names, regions, rows: new Map(rows), outcomes };
}

/** The state of one place, read anew. */
export interface SeenPlace extends Place {
  readonly state: PlaceState;
  readonly issue: Issue | undefined;
}

const atOnce = 16;

/** Reads single places anew, with the outcomes of the sweep that `map` rests on. */
export function seePlaces({
  issues,
}: {
  readonly issues: Pick<IssueStore, 'readRemembered'>;
}): (places: readonly Place[], map: OrganizationMap) => Promise<readonly SeenPlace[]> {
  return async (places, { outcomes }) => {
    const limit = pLimit(atOnce);
    return Promise.all(
      places.map(({ account, region }) =>
        limit(async () => {
          const { issue } = await issues.readRemembered(account, region);
          const state = placeStateOf({ region, issue, outcome: outcomes.get(account) });
          return { account, region, state, issue };
        }),
      ),
    );
  };
}
