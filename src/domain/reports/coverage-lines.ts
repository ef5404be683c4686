import type { Sentence } from '#domain/announcements/announcement.ts';
import { code, count, duration, listed, listedUpTo, say, time } from '#domain/announcements/wording.ts';
import type { AccountOutcome } from '#domain/sweeps/sweep.ts';
import type { DayFacts } from './day-facts.ts';
import { extentOf, isHarmOpen, isLate, unnoted } from './doubts.ts';
import { kindsWords } from './unseen-lines.ts';

function total(outcomes: readonly AccountOutcome[], of: (outcome: AccountOutcome) => number): number {
  return outcomes.reduce((sum, outcome) => sum + of(outcome), 0);
}

function readRegionCount({ regions, refusals }: AccountOutcome): number {
  const unread = new Set(refusals.flatMap((refusal) => refusal.regions));
  return regions.filter((region) => !unread.has(region)).length;
}

function inspectedWords({ destinations }: DayFacts): Sentence[] {
  const inspected = destinations.filter(({ inspection }) => inspection.is === 'done').length;
  const all = kindsWords(destinations);
  if (destinations.length === 0) return [];
  if (inspected < destinations.length)
    return [say(`Of ${all} that trails use, ${inspected} ${inspected === 1 ? 'was' : 'were'} inspected.`)];
  return [say(`${all} that trails use ${inspected === 1 ? 'was' : 'were'} inspected.`)];
}

function leftOutWords(outcomes: readonly AccountOutcome[]): Sentence[] {
  const affected = outcomes.filter(({ leftOut = [] }) => leftOut.length > 0);
  const regions = [...new Set(affected.flatMap(({ leftOut = [] }) => leftOut))].sort();
  if (regions.length === 0) return [];
  const where = `${count(regions.length, 'enabled Region')} of ${count(affected.length, 'account')}`;
  return [
    say(
      'Not watched, because ',
      code('aws.regions'),
      ` leaves them out: ${where} (${listedUpTo(regions, 4)}).`,
    ),
  ];
}

/** Sentences with the numbers of the last sweep: accounts, Regions and trails read, buckets and keys inspected. */
export function coverageWords(facts: DayFacts): Sentence[] {
  const { sweep, now, enabled } = facts;
  if (!sweep) return [say('No sweep has run yet, so nothing can be said about what is covered.')];
  const { startedAt } = sweep.sweep;
  const { outcomes } = sweep;
  const { accounts, accountsRead: read } = extentOf(facts);
  const of = read === accounts ? count(accounts, 'account') : `${read} of ${count(accounts, 'account')}`;
  const verb = `${read === 1 ? 'was' : 'were'} read${outcomes.some(({ leftOut = [] }) => leftOut.length > 0) ? '' : ' in full'}`;
  const regions = count(total(outcomes, readRegionCount), 'Region');
  const seen = `: ${regions} read, ${count(
    total(outcomes, ({ trails }) => trails),
    'trail',
  )} seen.`;
  const late = say(`No sweep has run since, for ${duration(now - startedAt)}: it is due every day.`);
  return [
    say(`${enabled ? '' : 'Before that, '}${of} ${verb} by the sweep of `, time(startedAt), seen),
    ...inspectedWords(facts),
    ...leftOutWords(outcomes),
    ...(enabled && isLate(facts) ? [late] : []),
  ];
}

/** A sentence on the refusal because of which the list of accounts may be out of date; empty without one. */
export function listWords({ sweep }: DayFacts): Sentence[] {
  const refused = sweep?.sweep.listRefused;
  if (!refused) return [];
  return [
    say(
      "The organization's accounts could not be listed, so the list of the sweep before was used (",
      code(refused.operation, 60),
      ': ',
      code(refused.code, 60),
      ').',
    ),
  ];
}

/** What is known to be open: nothing, in so many accounts; what was not looked at follows it in every title. */
function noneOpen(facts: DayFacts): string[] {
  const { accountsRead } = extentOf(facts);
  if (isHarmOpen(facts) || !facts.sweep || accountsRead === 0) return [];
  return [`no open issues in ${count(accountsRead, 'account')}`];
}

function unreadWords(facts: DayFacts, after: boolean): string {
  const { accounts, accountsRead } = extentOf(facts);
  const unread = accounts - accountsRead;
  return after
    ? `${unread} could not be read`
    : `${unread} of ${count(accounts, 'account')} could not be read`;
}

function missing(facts: DayFacts, isAfterNone: boolean): string[] {
  const { accounts, accountsRead, destinations, destinationsInspected } = extentOf(facts);
  const uninspected = destinations - destinationsInspected;
  const { sweep, now, foremost, selfCheck, mismatches, untold, deadLetters } = facts;
  const own = foremost.length + selfCheck.length + mismatches.length + untold.length + deadLetters.length;
  return [
    ...(sweep ? [] : ['no sweep has run yet']),
    ...(sweep && accounts === 0 ? ['no account is watched'] : []),
    ...(sweep && accounts > accountsRead ? [unreadWords(facts, isAfterNone)] : []),
    ...(sweep?.sweep.listRefused ? ['the accounts could not be listed'] : []),
    ...(uninspected > 0 ? [`${count(uninspected, 'bucket or key', 'buckets or keys')} not inspected`] : []),
    ...(unnoted(facts).length > 0
      ? [`buckets of ${count(unnoted(facts).length, 'account')} not known yet`]
      : []),
    ...(sweep && isLate(facts) ? [`last sweep ${duration(now - sweep.sweep.startedAt)} ago`] : []),
    ...(own > 0 ? ['Trailwarden itself needs attention'] : []),
  ];
}

/**
 * The text of a report's title: `news`, or that no issue is open in what was read, then always what was not read, e.g.
 * `No open issues in 480 accounts; 20 could not be read; 5 buckets or keys not inspected`.
 */
export function titleWords(facts: DayFacts, news: readonly string[]): string {
  const none = noneOpen(facts);
  const words = [
    ...(news.length > 0 ? [listed(news)] : []),
    ...none,
    ...missing(facts, none.length > 0),
  ].join('; ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
