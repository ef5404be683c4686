import type { AccountNames } from '#domain/announcements/affected.ts';
import { accountWords } from '#domain/announcements/affected.ts';
import type { Sentence } from '#domain/announcements/announcement.ts';
import { code, count, listedUpTo, say, time } from '#domain/announcements/wording.ts';
import type { AccountOutcome, SweepResult } from '#domain/sweeps/sweep.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { DayFacts } from './day-facts.ts';

/** A sweep is missed when the last one began so long ago, in milliseconds. */
const tooLongAgo = 26 * 3600 * 1000;
const namesShown = 4;

function total(outcomes: readonly AccountOutcome[], of: (outcome: AccountOutcome) => number): number {
  return outcomes.reduce((sum, outcome) => sum + of(outcome), 0);
}

function whoWords(accounts: readonly AccountId[], names: AccountNames): string {
  return listedUpTo(
    accounts.map((account) => accountWords(account, names)),
    namesShown,
  );
}

function readRegions({ regions, refusals }: AccountOutcome): number {
  const unread = new Set(refusals.flatMap((refusal) => refusal.regions));
  return regions.filter((region) => !unread.has(region)).length;
}

/** What the last sweep read, in numbers. */
export function coverageWords({ sweep, now }: DayFacts): Sentence[] {
  if (!sweep) return [say('No sweep has run yet, so nothing can be said about what is covered.')];
  const { accounts, startedAt } = sweep.sweep;
  const { outcomes, end, missing } = sweep;
  const regions = total(outcomes, readRegions);
  const trails = total(outcomes, (outcome) => outcome.trails);
  const whole = sweep.read === accounts.length;
  const of = whole
    ? count(accounts.length, 'account')
    : `${sweep.read} of ${count(accounts.length, 'account')}`;
  const seen = `: ${count(regions, 'Region')} read, ${count(trails, 'trail')} seen.`;
  const verb = sweep.read === 1 ? 'was' : 'were';
  const late =
    now - startedAt > tooLongAgo ? [say('That is more than a day ago: no sweep has run since.')] : [];
  const going =
    end === undefined ? [say(`The sweep is still going on: ${count(missing.length, 'account')} to go.`)] : [];
  return [say(`${of} ${verb} read in full by the sweep of `, time(startedAt), seen), ...late, ...going];
}

/** The end of a refusal tells which kind of policy it was; the long names before it are known. */
function essence(message: string): string {
  return / ((?:because no|with an explicit deny) .*)$/.exec(message)?.[1] ?? message;
}

/** What could not be read in the last sweep, one line for each reason, with the permission that is missing. */
export function unreadLines({ sweep, names }: DayFacts): Sentence[] {
  if (!sweep) return [];
  const refusals = sweep.unreadable.flatMap(({ account, refusals: own }) =>
    own.map((refusal) => ({ account, refusal })),
  );
  const groups = Map.groupBy(refusals, ({ refusal: { operation, code: name } }) => `${operation} ${name}`);
  const refused = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const accounts = [...new Set(group.map(({ account }) => account))];
    const regions = new Set(group.flatMap(({ refusal }) => refusal.regions)).size;
    const where = accounts.length === 1 && regions > 0 ? ` (${count(regions, 'Region')})` : '';
    const { operation, code: name, message } = first.refusal;
    return [
      say(
        code(operation, 60),
        ' was refused with ',
        code(name, 60),
        ` in ${count(accounts.length, 'account')}: ${whoWords(accounts, names)}${where}.`,
        ...(accounts.length === 1 ? [' AWS says: ', code(essence(message), 200)] : []),
      ),
    ];
  });
  const failed = sweep.failed.map(({ account, why }) =>
    say(`${accountWords(account, names)} could not be looked at: `, code(why ?? 'no reason given', 160)),
  );
  const missing = sweep.end === 'deadline' ? sweep.missing : [];
  const silent =
    missing.length > 0
      ? [say(`No answer came from ${count(missing.length, 'account')}: ${whoWords(missing, names)}.`)]
      : [];
  return [...refused, ...failed, ...silent];
}

/** Why the list of accounts may be out of date. */
export function listWords({ sweep }: DayFacts): Sentence[] {
  const refused = sweep?.sweep.listRefused;
  if (!refused) return [];
  return [
    say(
      "The organization's accounts could not be listed, so the list of the sweep before was used: ",
      code(refused.operation, 60),
      ' was refused with ',
      code(refused.code, 60),
      '.',
    ),
  ];
}

/** Whether everything that is to be read was read. */
export function allRead(result: SweepResult | undefined): boolean {
  return result !== undefined && result.read === result.sweep.accounts.length;
}
