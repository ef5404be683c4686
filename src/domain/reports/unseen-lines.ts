import type { AccountNames } from '#domain/announcements/affected.ts';
import { accountWords } from '#domain/announcements/affected.ts';
import type { Sentence } from '#domain/announcements/announcement.ts';
import { code, count, listed, listedUpTo, say, time } from '#domain/announcements/wording.ts';
import type { LogDestination } from '#domain/facts/log-destination.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { instant } from '#domain/values/instant.ts';
import type { DayFacts } from './day-facts.ts';
import { neverRead, unnoted } from './doubts.ts';
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

/** Error codes that AWS answers in a Region that is not enabled in the account (AWS Account Management, Regions). */
const regionOff = new Set(['UnrecognizedClientException', 'InvalidClientTokenId']);

function refusedLines({ sweep, names }: DayFacts): Sentence[] {
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
    return [
      say(
        code(operation, 60),
        ' was refused with ',
        code(name, 60),
        ` in ${withNames(accounts, names)}${where}.`,
        ...(accounts.length === 1 ? [' AWS says: ', code(essence(message), 200)] : []),
        regionOff.has(name) ? ' AWS answers so where a Region is off in the account.' : '',
      ),
    ];
  });
}

function unansweredLines({ sweep, names }: DayFacts): Sentence[] {
  if (!sweep) return [];
  const groups = Map.groupBy(sweep.failed, ({ why }) => why ?? 'no reason given');
  const failed = [...groups].map(([why, own]) => {
    const accounts = own.map(({ account }) => account);
    return say(`The look failed in ${withNames(accounts, names)}. The error was: `, code(why, 160));
  });
  const { end, missing } = sweep;
  if (missing.length === 0) return failed;
  const silent = say(
    end === 'deadline' ? 'No answer came from ' : 'The sweep is still going on; not read yet are ',
    `${withNames(missing, names)}.`,
  );
  return [...failed, silent];
}

/** Lines for watched accounts that were not read in full, one for each reason. */
export function unreadLines(facts: DayFacts): Sentence[] {
  const never = neverRead(facts);
  const late = say(`Never read, because the last sweep did not know them: ${withNames(never, facts.names)}.`);
  return [...refusedLines(facts), ...unansweredLines(facts), ...(never.length > 0 ? [late] : [])];
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
        : '';
      return say(': ', code(operation, 60), ' was refused with ', code(name, 60), `${remedy}.`);
    }
    case 'failed': {
      const { at, why } = inspection.failure;
      return say(': the last try, at ', time(at), ', failed with the error ', code(why, 160));
    }
    case 'pending': {
      const asked = group.flatMap(({ inspection: one }) => (one.is === 'pending' ? [one.askedAt] : []));
      return say(
        ': the inspection was asked for at ',
        time(instant(Math.min(...asked))),
        ' and has no result yet.',
      );
    }
    case 'not-asked':
      return say(': the account or home Region of the trail that uses it is not watched or was not read.');
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
