import type { AccountNames } from '#domain/announcements/affected.ts';
import { accountWords } from '#domain/announcements/affected.ts';
import type { Sentence } from '#domain/announcements/announcement.ts';
import { code, count, listed, listedUpTo, say, time } from '#domain/announcements/wording.ts';
import type { LogDestination } from '#domain/facts/log-destination.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { instant } from '#domain/values/instant.ts';
import type { DayFacts } from './day-facts.ts';
import { neverRead, unnoted } from './doubts.ts';
import type { ReadRemedy } from './read-remedies.ts';
import { remedyForNeverRead, remedyForNoAnswer, remedyForRefusal, sweepAgain } from './read-remedies.ts';
import type { Inspection, InspectedDestination } from './inspected-destinations.ts';

const namesShown = 4;

function whoWords(accounts: readonly AccountId[], names: AccountNames, max = namesShown): string {
  return listedUpTo(
    accounts.map((account) => accountWords(account, names)),
    max,
  );
}

/** `3 accounts: a (1), b (2) and c (3)`. */
const withNames = (accounts: readonly AccountId[], names: AccountNames): string =>
  `${count(accounts.length, 'account')}: ${whoWords(accounts, names)}`;

/** The end of an AccessDenied message, which names the kind of policy; the ARNs before it are cut off. */
function essence(message: string): string {
  return / ((?:because no|with an explicit deny) .*)$/.exec(message)?.[1] ?? message;
}

/** Why some accounts were not read: the sentence, the accounts, and what to do. */
export interface UnreadReason {
  readonly words: Sentence;
  readonly accounts: readonly AccountId[];
  readonly remedy: ReadRemedy;
}

function refused({ sweep, names }: DayFacts): UnreadReason[] {
  const refusals = (sweep?.unreadable ?? []).flatMap(({ account, refusals: own }) =>
    own.map((refusal) => ({ account, refusal })),
  );
  const groups = Map.groupBy(refusals, ({ refusal: { operation, code: name } }) => `${operation} ${name}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const accounts = [...new Set(group.map(({ account }) => account))];
    const regions = new Set(group.flatMap(({ refusal }) => refusal.regions)).size;
    const where = accounts.length === 1 && regions > 0 ? ` (${count(regions, 'Region')})` : '';
    const { operation, code: name, message } = first.refusal;
    const words = say(
      code(operation, 60),
      ' was refused with ',
      code(name, 60),
      ` in ${withNames(accounts, names)}${where}.`,
      ...(accounts.length === 1 ? [' AWS says: ', code(essence(message), 200), '.'] : []),
    );
    return [{ words, accounts, remedy: remedyForRefusal(first.refusal) }];
  });
}

function unanswered({ sweep, names }: DayFacts): UnreadReason[] {
  if (!sweep) return [];
  const groups = Map.groupBy(sweep.failed, ({ why }) => why ?? 'no reason given');
  const failed = [...groups].map(([why, own]) => {
    const accounts = own.map(({ account }) => account);
    const words = say(
      `The look failed in ${withNames(accounts, names)}. The error was: `,
      code(why, 160),
      '.',
    );
    return { words, accounts, remedy: remedyForNoAnswer };
  });
  const { end, missing } = sweep;
  if (missing.length === 0) return failed;
  const silent = say(
    end === 'deadline' ? 'No answer came from ' : 'The sweep is still going on; not read yet are ',
    `${withNames(missing, names)}.`,
  );
  return [...failed, { words: silent, accounts: missing, remedy: remedyForNoAnswer }];
}

/** Why watched accounts were not read in full: one entry for each reason, in the order in which they are told. */
export function unreadReasons(facts: DayFacts): readonly UnreadReason[] {
  const never = neverRead(facts);
  const late = say(`Never read, because the last sweep did not know them: ${withNames(never, facts.names)}.`);
  const unknown = { words: late, accounts: never, remedy: remedyForNeverRead };
  return [...refused(facts), ...unanswered(facts), ...(never.length > 0 ? [unknown] : [])];
}

/** Lines for watched accounts that were not read in full, one for each reason, with what to do. */
export function unreadLines(facts: DayFacts): Sentence[] {
  return unreadReasons(facts).map(({ words, remedy: { words: todo, command } }) => [
    ...words,
    ...say(' ', ...todo, ...(command === undefined ? [] : [' ', code(command, 200)])),
  ]);
}

/** Numbers by kind: `2 buckets and 1 key`. */
export function kindsWords(destinations: readonly Pick<LogDestination, 'kind'>[]): string {
  const number = (kind: LogDestination['kind']): number =>
    destinations.filter((one) => one.kind === kind).length;
  return listed(
    (['bucket', 'key'] as const).flatMap((kind) => (number(kind) > 0 ? [count(number(kind), kind)] : [])),
  );
}

function reasonKey(inspection: Inspection): string {
  switch (inspection.is) {
    case 'refused':
      return `refused ${inspection.why.operation} ${inspection.why.code} ${String(inspection.ownerUnknown)}`;
    case 'failed':
      return `failed ${inspection.failure.why}`;
    case 'done':
    case 'pending':
    case 'not-asked':
      return inspection.is;
  }
}

function reasonWords(inspection: Inspection, group: readonly InspectedDestination[]): Sentence {
  switch (inspection.is) {
    case 'done':
      return [];
    case 'refused': {
      const { operation, code: name } = inspection.why;
      const remedy = inspection.ownerUnknown
        ? '. If the owner is an account of yours that is not watched, name it in baseline.accounts'
        : '. Let the read role of the owner call it: deploy the stack set trailwarden-roles again';
      return say(': ', code(operation, 60), ' was refused with ', code(name, 60), `${remedy}.`);
    }
    case 'failed': {
      const { at, why } = inspection.failure;
      return say(
        ': the last try, at ',
        time(at),
        ', failed with the error ',
        code(why, 160),
        '. The next sweep tries again; to have it now: ',
        code(sweepAgain),
      );
    }
    case 'pending': {
      const asked = group.flatMap(({ inspection: one }) => (one.is === 'pending' ? [one.askedAt] : []));
      return say(
        ': the inspection was asked for at ',
        time(instant(Math.min(...asked))),
        ' and has no result yet: it follows within half an hour, or look for dead letters of the function inspect.',
      );
    }
    case 'not-asked':
      return say(
        ': the account or home Region of the trail that uses it is not watched or was not read. Watch it (',
        code('aws.accounts'),
        ', ',
        code('aws.regions'),
        '), or see above why it was not read.',
      );
  }
}

/** Lines for buckets and keys in use that were not inspected in full, one for each reason. */
export function uninspectedLines(facts: DayFacts): Sentence[] {
  const left = facts.destinations.filter(({ inspection }) => inspection.is !== 'done');
  const groups = [...Map.groupBy(left, ({ inspection }) => reasonKey(inspection)).values()];
  const lines = groups.flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const ids = group.slice(0, namesShown).flatMap(({ id }, index) => [index > 0 ? ', ' : '', code(id, 100)]);
    const users = [...new Set(group.flatMap(({ accounts }) => accounts))];
    const more = group.length > namesShown ? ` and ${group.length - namesShown} more` : '';
    return [
      say(
        `${kindsWords(group)} (`,
        ...ids,
        `${more}), used in ${whoWords(users, facts.names, 2)}`,
        ...reasonWords(first.inspection, group),
      ),
    ];
  });
  const accounts = unnoted(facts);
  if (accounts.length === 0) return lines;
  const words = `What trails deliver to is known after the next sweep only, in ${withNames(accounts, facts.names)}.`;
  return [...lines, say(words)];
}
