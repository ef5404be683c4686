import type { Harm } from '#domain/findings/finding.ts';
import { ruleOf } from '#domain/findings/assess/all-rules.ts';
import type { Member } from '#domain/issues/incident.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { AccountNames } from './affected.ts';
import { accountsOf, accountWords, regionCount } from './affected.ts';
import type { Sentence } from './announcement.ts';
import { trailName } from './headline.ts';
import { undeliveredWords } from './undelivered.ts';
import { code, count, listed, listedUpTo, plain, say, time, window } from './wording.ts';
import { parseTrailArn } from '#domain/values/trail-arn.ts';
import type { MemberLoss } from './loss-groups.ts';

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

function whose({ members }: MemberLoss, names: AccountNames): string {
  const [first, ...others] = accountsOf(members);
  const who =
    first !== undefined && others.length === 0
      ? accountWords(first, names).replace(/^(?!account )/, 'account ')
      : count(others.length + 1, 'account');
  const regions = [...new Set(members.map(({ region }) => region))].sort();
  return `${who} in ${regions.length <= 3 ? listed(regions) : regionCount(regions)}`;
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

function notRecorded(loss: MemberLoss, names: AccountNames): Sentence {
  const { finding } = loss.first;
  const { recorded, coveredBy } = finding.evidence;
  const narrowed = finding.rule === 'management-events-unrecorded';
  const what = narrowed ? leftOut(recorded ?? 'None') : eventsOf[recorded ?? 'All'];
  const events = `${what} of ${whose(loss, names)}`;
  const span = window(finding.since, loss.until);
  if (finding.weakening) {
    const others = coveredBy?.length === 1 ? 'another trail records' : 'other trails record';
    return say(
      `${events} are not recorded by this trail`,
      ...span,
      finding.harmful ? `; by now ${others} them.` : `, but ${others} them.`,
    );
  }
  const known = leftWords(loss, names, events);
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
function leftWords(loss: MemberLoss, names: AccountNames, events: string): Sentence | undefined {
  const { finding } = loss.first;
  const { left, missing = [], doubt, coveredBy = [], coveredSince } = finding.evidence;
  const span = window(finding.since, loss.until);
  if (left === 'less' && missing.length > 0) {
    const verb = loss.until === undefined ? 'are not recorded' : 'were not recorded';
    const lost = plain(listedUpTo(missing, 4), 200);
    return say(
      `${lost.charAt(0).toUpperCase()}${lost.slice(1)} of ${whose(loss, names)} ${verb}`,
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
  const [only] = coveredBy;
  const by = coveredBy.length === 1 && only !== undefined ? 'trail ' : `${coveredBy.length} trails, also `;
  const name = only === undefined ? undefined : parseTrailArn(only)?.name;
  const since = coveredSince === undefined ? [] : [' since ', time(coveredSince)];
  return say(
    `${events} are not recorded by this trail`,
    ...span,
    '; ',
    by,
    code(name ?? 'unknown', 48),
    ' of the account records the same',
    ...since,
    '. The account itself could end that too.',
  );
}

function unverified(loss: MemberLoss, names: AccountNames): Sentence {
  const { evidence } = loss.first.finding;
  const name = trailName(loss.first);
  const trail = name === undefined ? [] : [' on trail ', code(name)];
  const why = plain(evidence.error ?? '', 200);
  return say(
    'What a harmful call did',
    ...trail,
    ` in ${whose(loss, names)} could not be verified`,
    ...(evidence.resource === undefined ? [] : [': ', code(evidence.resource, 60), ' was refused']),
    ...(why === '' ? [] : [' with ', code(why, 200)]),
    '.',
  );
}

function sentence(loss: MemberLoss, names: AccountNames, now: Instant): Sentence {
  const { finding } = loss.first;
  const words: Partial<Record<Harm, () => Sentence>> = {
    'not-recording': () => notRecorded(loss, names),
    undeliverable: () => undeliveredWords(loss, whose(loss, names), now),
    unreadable: () => unverified(loss, names),
  };
  const own = words[finding.harm];
  if (own) return own();
  const { title } = ruleOf(finding.rule);
  const { change } = finding.evidence;
  const told = change === undefined ? [] : [': ', code(change, 300)];
  const moment = loss.until === finding.since;
  const span = moment ? [' at ', time(finding.since)] : window(finding.since, loss.until);
  return say(`${title} for ${whose(loss, names)}`, ...span, ...told, '.');
}

/** What was lost and when: one sentence per time window, in the order of `members`; windows beyond four are counted. */
export function lossWords(members: readonly Member[], names: AccountNames, now: Instant): Sentence[] {
  const losses = grouped(members);
  const told = losses.slice(0, maxWindows).map((loss) => sentence(loss, names, now));
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
