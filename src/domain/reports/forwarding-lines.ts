import type { AccountNames } from '#domain/announcements/affected.ts';
import { accountWords } from '#domain/announcements/affected.ts';
import type { Sentence } from '#domain/announcements/announcement.ts';
import { code, count, listedUpTo, plain, say, time } from '#domain/announcements/wording.ts';
import type { DatedGap } from '#domain/facts/forwarding.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import { instant } from '#domain/values/instant.ts';
import type { ReportRemark } from './day-facts.ts';

const namesShown = 3;

function namesOf(gaps: readonly DatedGap[]): string {
  return listedUpTo([...new Set(gaps.map(({ what }) => plain(what ?? '', 80)))].sort(), namesShown);
}

/** The words for each kind of gap, given the gaps of that kind in one account. */
const words: Readonly<Record<DatedGap['kind'], (gaps: readonly DatedGap[]) => string>> = {
  'no-rules': () => 'none of the rules is there: no event arrives from there',
  removed: () => 'all rules are gone: no event arrives from there',
  missing: (gaps) => `rules are missing (${namesOf(gaps)}): their events do not arrive`,
  disabled: (gaps) => `rules are disabled (${namesOf(gaps)}): their events do not arrive`,
  changed: (gaps) => `rules have other patterns than were deployed (${namesOf(gaps)})`,
  'sends-elsewhere': (gaps) => `rules do not send to the central bus (${namesOf(gaps)})`,
  'wrong-role': (gaps) => `rules send under another role than was deployed (${namesOf(gaps)})`,
  'role-changed': () => 'the role that rules send under is not as it was deployed',
  refused: (gaps) => `the rules may not be looked at any more, because ${namesOf(gaps)} is refused`,
  outdated: () => 'the rules are those of an earlier version of Trailwarden',
  silent: (gaps) => `no heartbeat has come since ${namesOf(gaps)}`,
  'no-dead-letters': (gaps) => `rules have lost their dead-letter queue (${namesOf(gaps)})`,
  'no-queue': () => 'the dead-letter queue of the rules is not there',
  'dead-letters': (gaps) => {
    const messages = gaps.reduce((sum, { what }) => sum + Number(what), 0);
    const lie = messages === 1 ? 'lies' : 'lie';
    return `${count(messages, 'event')} that could not be delivered ${lie} in the dead-letter queue`;
  },
  unreadable: (gaps) => `the rules could not be looked at, because ${namesOf(gaps)} was refused`,
};

function line(account: AccountId, names: AccountNames, gaps: readonly DatedGap[]): Sentence {
  const [first] = gaps;
  if (!first) return [];
  const regions = [...new Set(gaps.map(({ region }) => region))].sort();
  const since = instant(Math.min(...gaps.map((gap) => gap.since)));
  return say(
    `In ${accountWords(account, names)}, ${count(regions.length, 'Region')} (`,
    code(listedUpTo(regions, 4), 120),
    `), ${words[first.kind](gaps)}, seen since `,
    time(since),
    '.',
  );
}

/** Remarks on gaps that the daily check of forwarding rules found; accounts that are no longer watched are left out. */
export function forwardingRemarks(
  checks: readonly { readonly account: AccountId; readonly gaps: readonly DatedGap[] }[],
  names: AccountNames,
): readonly ReportRemark[] {
  return checks
    .filter(({ account }) => names.has(account))
    .flatMap(({ account, gaps }) =>
      [...Map.groupBy(gaps, ({ kind }) => kind).values()].map((own) => ({
        accounts: [account],
        words: line(account, names, own),
      })),
    );
}

/** How old the hourly look at an account may be before the report says so, in milliseconds. */
const lookedAtWithinMs = 3 * 3600 * 1000;

/** A remark on watched accounts whose parts were looked at before, and not for three hours; none while all were. */
export function unlookedRemarks(
  checks: readonly { readonly account: AccountId; readonly at: Instant }[],
  names: AccountNames,
  now: Instant,
): readonly ReportRemark[] {
  const late = checks.filter(({ account, at }) => names.has(account) && now - at > lookedAtWithinMs);
  if (late.length === 0) return [];
  const accounts = late.map(({ account }) => account);
  const who = listedUpTo(
    accounts.map((account) => accountWords(account, names)),
    namesShown,
  );
  const words = say(
    `The rules in ${count(accounts.length, 'account')} (${who}) were last looked at more than three hours ago: whether they still carry events on is not known.`,
  );
  return [{ accounts, words }];
}
