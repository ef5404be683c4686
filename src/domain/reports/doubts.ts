import type { AccountId } from '#domain/values/account-id.ts';
import type { DayFacts } from './day-facts.ts';
import { incidentsIn } from './told-incident.ts';

/** Age in milliseconds beyond which the last sweep counts as old: one day and two hours. */
const tooLongAgo = 26 * 3600 * 1000;

/** Watched accounts that were added after the last sweep; empty when there was no sweep. */
export function neverRead({ names, sweep }: DayFacts): readonly AccountId[] {
  const swept = new Set(sweep?.sweep.accounts);
  return sweep ? [...names.keys()].filter((account) => !swept.has(account)) : [];
}

/** Whether the next daily sweep is overdue. */
export function isLate({ now, sweep }: DayFacts): boolean {
  return sweep !== undefined && now - sweep.sweep.startedAt > tooLongAgo;
}

/** Accounts whose trails were swept by a version that did not record their log destinations. */
export function unnoted({ sweep }: DayFacts): readonly AccountId[] {
  const rows = sweep?.outcomes ?? [];
  return rows
    .filter(({ kind, trails, coveredBy = [] }) => kind === 'done' && trails + coveredBy.length > 0)
    .flatMap(({ account, destinations }) => (destinations === undefined ? [account] : []));
}

/** Numbers of what there is to check and of what was checked. */
export interface ReadAndInspected {
  readonly accounts: number;
  readonly accountsRead: number;
  readonly destinations: number;
  readonly destinationsInspected: number;
}

/** Numbers of accounts watched and read in full, and of buckets and keys in use and inspected. */
export function extentOf(facts: DayFacts): ReadAndInspected {
  const { sweep, destinations } = facts;
  return {
    accounts: (sweep?.sweep.accounts.length ?? facts.names.size) + neverRead(facts).length,
    accountsRead: sweep?.read ?? 0,
    destinations: destinations.length,
    destinationsInspected: destinations.filter(({ inspection }) => inspection.is === 'done').length,
  };
}

/** Whether an incident that harms or harmed recording is open and not accepted; those of the baseline count too. */
export function isHarmOpen({ issues }: DayFacts): boolean {
  return incidentsIn(issues).some(({ harmful, status }) => harmful && status === 'open');
}

/** The conditions under each of which a report must not say that all is well. */
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

/** The name of one of these conditions. */
export type Doubt = keyof typeof doubts;

/**
 * Whether a report on `facts` may say that all is well, in words or by its colour: every account was read, every bucket
 * and key in use was inspected, and no harm is open. Decided here only.
 */
export function isAllClear(facts: DayFacts): boolean {
  return Object.values(doubts).every((holds) => !holds(facts));
}
