import type { DayFacts } from '#domain/reports/day-facts.ts';
import type { Inspection } from '#domain/reports/inspected-destinations.ts';
import { sweepResult, type AccountOutcome } from '#domain/sweeps/sweep.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { incidentId, regions } from '#test/given/incidents.ts';
import {
  accountIds,
  bucketOf,
  everywhere,
  hoursAgo,
  inspected,
  morning,
  outcome,
  sweep,
} from '#test/given/days.ts';

export const [shop, bank] = accountIds(2) as [AccountId, AccountId];
const denied = { operation: 'sts:AssumeRole', code: 'AccessDenied', message: 'no', regions };
const why = { operation: 's3:GetBucketPolicy', code: 'AccessDenied', message: 'no' };

/** Something that a day can be like. */
export interface Case {
  /** What differs from a day on which all is well; whatever it is about is about `shop`. */
  readonly change: (facts: DayFacts) => DayFacts;
  /** What the text has to name. */
  readonly named?: RegExp;
  /** Nothing is wrong with it: the text may be green. */
  readonly fine?: true;
  /** It is about everybody, not about `shop` alone. */
  readonly shared?: true;
}

function withOutcomes(facts: DayFacts, change: (own: AccountOutcome) => readonly AccountOutcome[]): DayFacts {
  const accounts = [shop, bank];
  const outcomes = [...change(outcome(shop)), outcome(bank)];
  return { ...facts, sweep: sweepResult(sweep(accounts), outcomes, morning) };
}

/** What the sweep may have seen of the accounts. */
export const accounts: Readonly<Record<string, Case>> = {
  'all read': { change: (facts) => facts, fine: true },
  refused: {
    change: (facts) => withOutcomes(facts, (own) => [{ ...own, refusals: [denied] }]),
    named: /sts:AssumeRole was refused with AccessDenied in 1 account/,
  },
  'in a Region that is off': {
    change: (facts) =>
      withOutcomes(facts, (own) => [
        {
          ...own,
          refusals: [{ ...denied, code: 'UnrecognizedClientException', regions: regions.slice(0, 2) }],
        },
      ]),
    named: /\(2 Regions\)\. .*where a Region is off in the account/,
  },
  failed: {
    change: (facts) => withOutcomes(facts, (own) => [{ ...own, kind: 'failed', why: 'Rate exceeded' }]),
    named: /The look failed in 1 account: .*Rate exceeded/,
  },
  unanswered: {
    change: (facts) => withOutcomes(facts, () => []),
    named: /No answer came from 1 account/,
  },
  'under way': {
    change: (facts) => {
      const asked = sweep([shop, bank], { deadline: hoursAgo(-1) });
      return { ...facts, sweep: sweepResult(asked, [outcome(bank)], morning) };
    },
    named: /still going on; not read yet are 1 account/,
  },
  'never read': {
    change: (facts) => ({ ...facts, sweep: sweepResult(sweep([bank]), [outcome(bank)], morning) }),
    named: /Never read, because the last sweep did not know them: 1 account/,
  },
  'not swept at all': {
    change: (facts) => ({ ...facts, sweep: undefined, destinations: [] }),
    named: /No sweep has run yet/,
    shared: true,
  },
  'swept long ago': {
    change: (facts) => ({ ...facts, now: hoursAgo(-40) }),
    named: /No sweep has run since, for/,
    shared: true,
  },
  'from an old list': {
    change: (facts) => {
      const listRefused = { operation: 'organizations:ListAccounts', code: 'AccessDenied', message: 'no' };
      const result = sweepResult(
        sweep([shop, bank], { listRefused }),
        [outcome(shop), outcome(bank)],
        morning,
      );
      return { ...facts, sweep: result };
    },
    named: /accounts could not be listed/,
    shared: true,
  },
  none: {
    change: (facts) => ({
      ...facts,
      names: new Map(),
      destinations: [],
      sweep: sweepResult(sweep([]), [], morning),
    }),
    named: /no account is watched/i,
    shared: true,
  },
  'with detection off': {
    change: (facts) => ({ ...facts, enabled: false }),
    named: /etection is switched off/,
    shared: true,
  },
};

const bucketIs = (inspection: Inspection) => (facts: DayFacts) => ({
  ...facts,
  destinations: facts.destinations.map((one) =>
    one.id === bucketOf(shop).id ? { ...one, inspection } : one,
  ),
});

/** What may have become of the inspection of a bucket in use. */
export const destinations: Readonly<Record<string, Case>> = {
  'all inspected': { change: (facts) => facts, fine: true },
  refused: {
    change: bucketIs({ is: 'refused', at: inspected.at, why, ownerUnknown: false }),
    named: /1 bucket \(logs-of-\d+\), used in team-1 .*s3:GetBucketPolicy was refused with AccessDenied/,
  },
  'of an unknown owner': {
    change: bucketIs({ is: 'refused', at: inspected.at, why, ownerUnknown: true }),
    named: /name it in baseline\.accounts/,
  },
  failed: {
    change: bucketIs({ is: 'failed', failure: { at: inspected.at, why: 'timed out' } }),
    named: /1 bucket \(logs-of-\d+\).*the last try, at .*, failed with the error timed out/,
  },
  pending: {
    change: bucketIs({ is: 'pending', askedAt: inspected.at }),
    named: /1 bucket \(logs-of-\d+\).* was asked for at .* and has no result yet/,
  },
  'never asked for': {
    change: bucketIs({ is: 'not-asked' }),
    named: /1 bucket \(logs-of-\d+\).*is not watched or was not read/,
  },
  'not known': {
    change: (facts) => ({
      ...facts,
      sweep: facts.sweep && {
        ...facts.sweep,
        outcomes: facts.sweep.outcomes.map((one) =>
          one.account === shop ? { ...one, destinations: undefined } : one,
        ),
      },
    }),
    named: /What trails deliver to is known after the next sweep only, in 1 account/,
  },
};

const open = everywhere(shop, 'i-1', { openedAt: hoursAgo(3), since: hoursAgo(3) });

/** What may be open. */
export const harm: Readonly<Record<string, Case>> = {
  none: { change: (facts) => facts, fine: true },
  open: { change: (facts) => ({ ...facts, issues: open }), named: /CRITICAL: CloudTrail logging is stopped/ },
  'open from before': {
    change: (facts) => ({ ...facts, issues: open, preexisting: new Set([incidentId('i-1')]) }),
    named: /stood before it came|open from before Trailwarden/,
  },
  over: {
    change: (facts) => ({
      ...facts,
      issues: everywhere(shop, 'i-1', {
        state: 'resolved',
        openedAt: hoursAgo(3),
        since: hoursAgo(3),
        until: hoursAgo(2),
        resolvedAt: hoursAgo(2),
      }),
    }),
    fine: true,
  },
  accepted: {
    change: (facts) => ({ ...facts, issues: everywhere(shop, 'i-1', { state: 'whitelisted' }) }),
    fine: true,
  },
  weakened: {
    change: (facts) => ({
      ...facts,
      issues: everywhere(shop, 'i-1', { severity: 'low', peak: 'low', weakening: true, harmful: false }),
    }),
    fine: true,
  },
};

const remark = { accounts: [shop], words: [{ kind: 'text', text: 'Something is wrong.' } as const] };

/** What may be wrong with Trailwarden itself. */
export const itself: Readonly<Record<string, Case>> = {
  fine: { change: (facts) => facts, fine: true },
  'has gaps': { change: (facts) => ({ ...facts, selfCheck: [remark] }), named: /Something is wrong\./ },
  'has not told': { change: (facts) => ({ ...facts, untold: [remark] }), named: /Something is wrong\./ },
};
