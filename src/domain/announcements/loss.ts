import type { Harm } from '#domain/findings/finding.ts';
import { ruleOf } from '#domain/findings/assess/all-rules.ts';
import type { Member } from '#domain/issues/incident.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { AccountNames } from './affected.ts';
import { accountsOf, accountWords, isLostWithOthers, regionCount } from './affected.ts';
import type { Sentence } from './announcement.ts';
import { undeliveredWords } from './undelivered.ts';
import { unverifiedWords } from './unverified.ts';
import { withoutTrailWords } from './without-trail.ts';
import { code, count, listed, listedUpTo, plain, say, time, window } from './wording.ts';
import { parseTrailArn } from '#domain/values/trail-arn.ts';
import type { MemberLoss } from './loss-groups.ts';

/** What the sentences take from outside: account names, the time, and how many accounts it can be while that is not final. */
export interface LossReader {
  readonly names: AccountNames;
  readonly now: Instant;
  readonly upTo?: number | undefined;
}

/** Largest number of time windows described in sentences; the table shows all. */
const maxWindows = 4;

function endOf({ finding }: Member): Instant | undefined {
  return finding.state === 'resolved' ? (finding.until ?? finding.resolvedAt) : undefined;
}

function grouped(members: readonly Member[]): readonly MemberLoss[] {
  const groups = new Map<string, MemberLoss & { readonly members: Member[] }>();
  for (const member of members) {
    const { finding } = member;
    const until = endOf(member);
    const seconds = [finding.since, until ?? 0].map((at) => Math.floor(at / 1000));
    const { rule, weakening, severity, evidence } = finding;
    const about = finding.harm === 'undeliverable' ? (evidence.resource ?? finding.subject) : '';
    const recorded = finding.harm === 'not-recording' ? (evidence.recorded ?? 'All') : '';
    const left = `${evidence.left ?? ''} ${evidence.doubt ?? ''} ${evidence.missing?.join() ?? ''}`;
    const key = [
      rule,
      weakening,
      evidence.change ?? '',
      severity === 'high',
      recorded,
      about,
      left,
      ...seconds,
    ].join(' ');
    const known = groups.get(key);
    if (known) known.members.push(member);
    else groups.set(key, { first: member, members: [member], until });
  }
  return [...groups.values()];
}

/** `account prod`; the headline has its number. */
function nameOf(account: AccountId, names: AccountNames): string {
  return accountWords(account, names)
    .replace(/ \(\d{12}\)$/, '')
    .replace(/^(?!account )/, 'account ');
}

function whose({ first: worst, members, until }: MemberLoss, reader: LossReader): string {
  const { upTo } = reader;
  const regions = [...new Set(members.map(({ region }) => region))].sort();
  const where = regions.length <= 3 ? listed(regions) : regionCount(regions);
  if (upTo !== undefined && until === undefined && worst.finding.evidence.organization === true)
    return `up to ${count(upTo, 'account')} in ${where}`;
  const [first, ...others] = accountsOf(members);
  const who =
    first !== undefined && others.length === 0
      ? nameOf(first, reader.names)
      : count(others.length + 1, 'account');
  return `${who} in ${where}`;
}

const eventsOf = {
  All: 'Management events',
  None: 'Management events',
  WriteOnly: 'Management write events',
  ReadOnly: 'Management read events',
} as const;

/** The events that a trail's selectors leave out, by those it records. */
function leftOut(recorded: keyof typeof eventsOf): string {
  if (recorded === 'None') return 'Management events';
  return recorded === 'ReadOnly' ? 'Management write events' : 'Some management events';
}

function notRecorded(loss: MemberLoss, reader: LossReader): Sentence {
  const { finding } = loss.first;
  const { recorded, coveredBy } = finding.evidence;
  const narrowed = finding.rule === 'management-events-unrecorded';
  const what = narrowed ? leftOut(recorded ?? 'None') : eventsOf[recorded ?? 'All'];
  const events = `${what} of ${whose(loss, reader)}`;
  const span = window(finding.since, loss.until);
  if (finding.weakening) {
    const later = loss.until === undefined ? ', and by no trail since a later loss.' : '.';
    if (isLostWithOthers(finding)) return say(`${events} are not recorded by this trail`, ...span, later);
    const others = coveredBy?.length === 1 ? 'another trail records' : 'other trails record';
    return say(
      `${events} are not recorded by this trail`,
      ...span,
      finding.harmful ? `; by now ${others} them.` : `, but ${others} them.`,
    );
  }
  const known = leftWords(loss, reader, events) ?? withoutTrailWords(loss, events);
  if (known) return known;
  const some = narrowed && what === leftOut('All');
  const unsure = finding.severity === 'high' && finding.rule !== 'logging-interrupted' && !some;
  const [is, was] = unsure
    ? ['may not be recorded', 'may not have been recorded']
    : ['are not recorded', 'were not recorded'];
  const but = unsure ? ': whether another trail records them could not be verified' : '';
  const early =
    finding.rule === 'no-trail' ? '. That is when it was first seen; it may have begun earlier' : '';
  return say(`${events} ${loss.until === undefined ? is : was}`, ...span, `${but}${early}.`);
}

/** The sentence on a loss of which it is known what still records; undefined where that is nothing or is not known. */
function leftWords(loss: MemberLoss, reader: LossReader, events: string): Sentence | undefined {
  const { finding } = loss.first;
  const { left, missing = [], doubt, coveredBy = [], coveredSince } = finding.evidence;
  const span = window(finding.since, loss.until);
  if (left === 'less' && missing.length > 0) {
    const verb = loss.until === undefined ? 'are not recorded' : 'were not recorded';
    const lost = plain(listedUpTo(missing, 4), 200);
    return say(
      `${lost.charAt(0).toUpperCase()}${lost.slice(1)} of ${whose(loss, reader)} ${verb}`,
      ...span,
      '.',
    );
  }
  if (left === 'doubtful' && doubt !== undefined)
    return say(
      `${events} are not recorded any more by a trail that can be relied upon`,
      ...span,
      ': ',
      code(doubt, 300),
      '.',
    );
  if (left !== 'own') return undefined;
  const [one, ...others] = coveredBy;
  const name = code((one === undefined ? undefined : parseTrailArn(one)?.name) ?? 'unknown', 48);
  const by =
    others.length === 0
      ? ['trail ', name, ' of the account records']
      : [`${coveredBy.length} trails of the account, `, name, ' among them, record'];
  const since = coveredSince === undefined ? [] : [' since ', time(coveredSince)];
  return say(
    `${events} are not recorded by this trail`,
    ...span,
    '; ',
    ...by,
    ' the same',
    ...since,
    '. The account itself could end that too.',
  );
}

/** Where log files go now, and where they went; undefined where the change is of another kind. */
function redirected(loss: MemberLoss, reader: LossReader): Sentence | undefined {
  const { rule, since, evidence } = loss.first.finding;
  const [was, now, ...more] = (evidence.change ?? '').split(' -> ');
  if (rule !== 'redirected' || was === undefined || now === undefined || more.length > 0) return undefined;
  const verb = loss.until === undefined ? 'now go' : 'went';
  return say(
    `Log files of ${whose(loss, reader)} ${verb} to `,
    code(now, 150),
    ' (was ',
    code(was, 150),
    ')',
    ...window(since, loss.until),
    '.',
  );
}

function sentence(loss: MemberLoss, reader: LossReader): Sentence {
  const { finding } = loss.first;
  const words: Partial<Record<Harm, () => Sentence>> = {
    'not-recording': () => notRecorded(loss, reader),
    undeliverable: () => undeliveredWords(loss, whose(loss, reader), reader.now),
    unreadable: () => unverifiedWords(loss, whose(loss, reader)),
  };
  const own = words[finding.harm]?.() ?? redirected(loss, reader);
  if (own) return own;
  const { title } = ruleOf(finding.rule);
  const { change } = finding.evidence;
  const told = change === undefined ? [] : [': ', code(change, 300)];
  const moment = loss.until === finding.since;
  const span = moment ? [' at ', time(finding.since)] : window(finding.since, loss.until);
  return say(`${title} for ${whose(loss, reader)}`, ...span, ...told, '.');
}

/** What was lost and when: one sentence per time window, in the order of `members`; windows beyond four are counted. */
export function lossWords(members: readonly Member[], reader: LossReader): Sentence[] {
  const losses = grouped(members);
  const told = losses.slice(0, maxWindows).map((loss) => sentence(loss, reader));
  const rest = losses.slice(maxWindows).flatMap((loss) => loss.members);
  if (rest.length === 0) return told;
  const places = new Set(rest.map(({ account, region }) => `${account} ${region}`)).size;
  const regions = count(places, 'Region', 'Regions');
  const accounts = count(accountsOf(rest).length, 'account');
  return [
    ...told,
    say(
      `The same holds at other times in ${accounts} (${regions} in all): see the table of what is affected.`,
    ),
  ];
}
