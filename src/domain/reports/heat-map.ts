import { accountWords, isOpen } from '#domain/announcements/affected.ts';
import { count, listed, plain } from '#domain/announcements/wording.ts';
import type { Severity } from '#domain/findings/finding.ts';
import { severities } from '#domain/findings/finding.ts';
import type { Issue } from '#domain/issues/issue.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';
import type { DayFacts } from './day-facts.ts';
import { neverRead } from './doubts.ts';

/** The state of one account and Region, worst first; `outside`: the account has no such Region, or it is not watched. */
export const cellStates = [
  ...severities,
  'not read',
  'weakened',
  'accepted',
  'nothing open',
  'outside',
] as const;
/** One of `cellStates`. */
export type CellState = (typeof cellStates)[number];

/** One row of the picture: an account, or all accounts that are not shown by name. */
export interface HeatRow {
  readonly label: string;
  /** One state for each column. */
  readonly cells: readonly CellState[];
}

/** Accounts by Regions, with the worst state of each; for a picture. */
export interface HeatMap {
  readonly title: string;
  readonly columns: readonly Region[];
  /** Worst first; the last row sums up the accounts that are not shown. */
  readonly rows: readonly HeatRow[];
  /** The states that occur, each with the number of accounts whose worst state it is. */
  readonly legend: readonly { readonly state: CellState; readonly accounts: number }[];
  /** The same in words, for people who do not see the picture; at most 1,000 characters, Slack's limit. */
  readonly alt: string;
}

/** Accounts shown by name; the others share one row. */
const maxRows = 5;
/** Regions shown; organizations that use more are shown the worst of them. */
const maxColumns = 34;

const rank = (state: CellState): number => cellStates.indexOf(state);
const worse = (one: CellState, other: CellState): CellState => (rank(one) <= rank(other) ? one : other);

function stateOf({ findings, account, region }: Issue): CellState {
  return [...findings.values()].reduce<CellState>((worst, finding) => {
    if (isOpen({ account, region, finding }))
      return worse(worst, finding.harmful ? (finding.severity satisfies Severity) : 'weakened');
    return finding.state === 'whitelisted' && finding.closed === undefined ? worse(worst, 'accepted') : worst;
  }, 'nothing open');
}

type States = Map<AccountId, Map<Region, CellState>>;

function put(states: States, account: AccountId, region: Region, state: CellState): void {
  const own = states.get(account) ?? new Map<Region, CellState>();
  own.set(region, worse(own.get(region) ?? 'outside', state));
  states.set(account, own);
}

function statesOf(facts: DayFacts): States {
  const states: States = new Map();
  const { sweep, issues, names } = facts;
  for (const { account, regions } of sweep?.outcomes ?? [])
    for (const region of regions) put(states, account, region, 'nothing open');
  for (const issue of issues) put(states, issue.account, issue.region, stateOf(issue));
  for (const { account, refusals } of sweep?.unreadable ?? [])
    for (const region of refusals.flatMap((refusal) => refusal.regions))
      put(states, account, region, 'not read');
  const silent = [
    ...(sweep?.failed ?? []).map(({ account }) => account),
    ...(sweep?.missing ?? []),
    ...neverRead(facts),
  ];
  const all = regionsIn(states);
  for (const account of silent.filter((one) => names.has(one)))
    for (const region of states.get(account)?.keys() ?? all) put(states, account, region, 'not read');
  return states;
}

function regionsIn(states: States): readonly Region[] {
  const worst = new Map<Region, CellState>();
  for (const own of states.values())
    for (const [region, state] of own) worst.set(region, worse(worst.get(region) ?? 'outside', state));
  const shown = [...worst].sort(
    ([one, left], [other, right]) => rank(left) - rank(right) || (one < other ? -1 : 1),
  );
  return shown
    .slice(0, maxColumns)
    .map(([region]) => region)
    .sort();
}

const worstOf = (own: ReadonlyMap<Region, CellState>): CellState =>
  [...own.values()].reduce(worse, 'outside');

interface Ranked {
  readonly account: AccountId;
  readonly own: ReadonlyMap<Region, CellState>;
  readonly worst: CellState;
}

function summary(rest: readonly Ranked[], columns: readonly Region[]): HeatRow[] {
  if (rest.length === 0) return [];
  const cells = columns.map((region) =>
    rest.map(({ own }) => own.get(region) ?? 'outside').reduce<CellState>(worse, 'outside'),
  );
  return [{ label: `worst of ${rest.length} more`, cells }];
}

function altOf(
  legend: HeatMap['legend'],
  columns: readonly Region[],
  ranked: readonly Ranked[],
  facts: DayFacts,
): string {
  const counts = legend.map(({ state, accounts }) => `${accounts} ${state}`);
  const [first] = ranked;
  const worst =
    first === undefined || rank(first.worst) >= rank('nothing open')
      ? ''
      : ` Worst: ${accountWords(first.account, facts.names)}, ${first.worst}.`;
  return plain(
    `Heat map of ${count(ranked.length, 'account')} by ${count(columns.length, 'Region')}: ${listed(counts)}.${worst}`,
    1000,
  );
}

/** The heat map of the accounts that `facts` are about; undefined before the first sweep, and for a single account. */
export function heatMapOf(facts: DayFacts): HeatMap | undefined {
  const states = statesOf(facts);
  if (facts.sweep === undefined || states.size < 2) return undefined;
  const columns = regionsIn(states);
  const ranked = [...states]
    .map(([account, own]): Ranked => ({ account, own, worst: worstOf(own) }))
    .sort((one, other) => rank(one.worst) - rank(other.worst) || (one.account < other.account ? -1 : 1));
  const isAll = ranked.length <= maxRows + 1;
  const shown = isAll ? ranked : ranked.slice(0, maxRows);
  const legend = cellStates.flatMap((state) => {
    const accounts = ranked.filter(({ worst }) => worst === state).length;
    return accounts > 0 ? [{ state, accounts }] : [];
  });
  return {
    title: `${count(ranked.length, 'account')} by ${count(columns.length, 'Region')}`,
    columns,
    rows: [
      ...shown.map(({ account, own }) => ({
        label: plain(facts.names.get(account) ?? account, 24),
        cells: columns.map((region) => own.get(region) ?? 'outside'),
      })),
      ...summary(ranked.slice(shown.length), columns),
    ],
    legend,
    alt: altOf(legend, columns, ranked, facts),
  };
}
