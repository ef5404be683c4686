import type { AccountId } from '#domain/values/account-id.ts';
import type { DayFacts } from './day-facts.ts';
import { incidentsIn } from './told-incident.ts';

/** A sweep is missed when the last one began so long ago, in milliseconds. */
const tooLongAgo = 26 * 3600 * 1000;

/** Watched accounts that were not in the last sweep, because they came later; none without a sweep. */
export function neverRead({ names, sweep }: DayFacts): readonly AccountId[] {
  const swept = new Set(sweep?.sweep.accounts);
  return sweep ? [...names.keys()].filter((account) => !swept.has(account)) : [];
}

/** Whether the last sweep is so old that another one should have run since. */
export function isLate({ now, sweep }: DayFacts): boolean {
  return sweep !== undefined && now - sweep.sweep.startedAt > tooLongAgo;
}

/** Accounts whose trails were seen by a version that did not note what they deliver to. */
export function unnoted({ sweep }: DayFacts): readonly AccountId[] {
  const rows = sweep?.outcomes ?? [];
  return rows
    .filter(({ kind, trails, coveredBy = [] }) => kind === 'done' && trails + coveredBy.length > 0)
    .flatMap(({ account, destinations }) => (destinations === undefined ? [account] : []));
}

/** How much of what is to be looked at was looked at. */
export interface Extent {
  readonly accounts: number;
  readonly accountsRead: number;
  readonly destinations: number;
  readonly destinationsInspected: number;
}

/** How many accounts are watched and were read in full, how many buckets and keys are in use and were inspected. */
export function extentOf(facts: DayFacts): Extent {
  const { sweep, destinations } = facts;
  return {
    accounts: (sweep?.sweep.accounts.length ?? facts.names.size) + neverRead(facts).length,
    accountsRead: sweep?.read ?? 0,
    destinations: destinations.length,
    destinationsInspected: destinations.filter(({ inspection }) => inspection.is === 'done').length,
  };
}

/** Whether something is open, and not accepted, that harms or harmed recording: also what stood before Trailwarden. */
export function isHarmOpen({ issues }: DayFacts): boolean {
  return incidentsIn(issues).some(({ harmful, status }) => harmful && status === 'open');
}

/** Why nobody may say that all is well; each holds or does not hold for the facts of a reader. */
export const doubts = {
  'detection is off': ({ enabled }: DayFacts) => !enabled,
  'no account was swept': (facts: DayFacts) => facts.sweep === undefined || extentOf(facts).accounts === 0,
  'the last sweep is old': isLate,
  'the accounts could not be listed': ({ sweep }: DayFacts) => sweep?.sweep.listRefused !== undefined,
  'an account was not read': (facts: DayFacts) => extentOf(facts).accountsRead < extentOf(facts).accounts,
  'a destination was not inspected': (facts: DayFacts) =>
    extentOf(facts).destinationsInspected < facts.destinations.length || unnoted(facts).length > 0,
  'harm is open': isHarmOpen,
  'something was not told': ({ mismatches, untold, deadLetters }: DayFacts) =>
    mismatches.length + untold.length + deadLetters.length > 0,
  'the detector has gaps': ({ foremost, selfCheck }: DayFacts) => foremost.length + selfCheck.length > 0,
} as const satisfies Record<string, (facts: DayFacts) => boolean>;

/** The name of a reason for which a report may not say that all is well. */
export type Doubt = keyof typeof doubts;

/**
 * Whether a report on `facts` may say that all is well, by its words or by its colour. This is the only place that
 * decides it: every account was read, every bucket and key in use was inspected, and nothing harmful is open.
 */
export function isAllClear(facts: DayFacts): boolean {
  return Object.values(doubts).every((holds) => !holds(facts));
}
