import { ruleOf } from '#domain/findings/assess/all-rules.ts';
import type { RuleId } from '#domain/findings/rule-id.ts';
import type { IncidentView, Member } from '#domain/issues/incident.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import type { AccountNames } from './affected.ts';
import { accountsOf, isLostWithOthers, isOpen, regionCount } from './affected.ts';
import { isOpenFinding } from '#domain/issues/tracked-finding.ts';
import type { Sentence } from './announcement.ts';
import type { Extent } from './extent.ts';
import { trailName } from './headline.ts';
import { code, count, say, time } from './wording.ts';

/** What remarks are made of; `told` are the reported members, `worst` the first of them. */
interface NotesInput {
  readonly whole: IncidentView;
  readonly view: IncidentView;
  readonly told: readonly Member[];
  readonly worst: Member | undefined;
  readonly extent: Extent | undefined;
}

/** Largest number of weakened trails that are named; the others are counted. */
const maxWeakenings = 5;

function weakenings(view: IncidentView): Sentence[] {
  const quiet = view.members.filter(({ finding }) => !finding.harmful);
  const subjects = [...new Set(quiet.map(({ finding }) => finding.subject))];
  if (subjects.length === view.members.length) return [];
  const named = subjects.slice(0, maxWeakenings).flatMap((subject) => {
    const members = quiet.filter(({ finding }) => finding.subject === subject);
    const [first] = members;
    if (first === undefined) return [];
    const where = regionCount(members.map(({ region }) => region));
    const over = first.finding.state === 'resolved' ? ' (over)' : '';
    const { title } = ruleOf(first.finding.rule);
    return [
      say(
        'Also weaker: trail ',
        code(trailName(first) ?? 'unknown'),
        `, ${title.charAt(0).toLowerCase()}${title.slice(1)} in ${where}${over}${first.finding.harm === 'not-recording' && !isLostWithOthers(first.finding) ? '; other trails record there' : ''}.`,
      ),
    ];
  });
  const rest = subjects.length - named.length;
  return rest > 0 ? [...named, say(`${count(rest, 'more trail')} recorded less without a loss.`)] : named;
}

function others(whole: IncidentView, view: IncidentView): Sentence[] {
  const elsewhere = accountsOf(whole.members).length - accountsOf(view.members).length;
  if (elsewhere <= 0) return [];
  return [
    say(`The same cause affects ${count(elsewhere, 'more account')}, whose owners are told separately.`),
  ];
}

/** How many accounts an organization trail concerns; where they are looked at one by one, the headline says it. */
function organization(
  { worst, extent }: Pick<NotesInput, 'worst' | 'extent'>,
  size: number | undefined,
): Sentence[] {
  if (worst?.finding.evidence.organization !== true || !isOpen(worst) || size === undefined) return [];
  if (extent?.settlesAt !== undefined) return [say('The other accounts are being looked at now.')];
  return worst.finding.harm === 'not-recording'
    ? []
    : [say(`It is an organization trail: up to ${count(size, 'account')} are affected.`)];
}

/** The rules that find a place without any trail that logs; other critical findings leave one that does. */
const withoutLogging: ReadonlySet<RuleId> = new Set(['logging-stopped', 'trail-gone', 'no-trail']);

/** Without a logging trail EventBridge receives no CloudTrail events (EventBridge user guide), so detection is impaired. */
function blind(told: readonly Member[]): Sentence[] {
  const dark = told.some(
    (member) =>
      isOpen(member) && member.finding.severity === 'critical' && withoutLogging.has(member.finding.rule),
  );
  return dark ? [say('Until this is fixed no events reach us from here; we check every minute.')] : [];
}

/** How often the trail was stopped; the ticket of what keeps coming back is left to a person. */
function repeatedly(told: readonly Member[]): Sentence[] {
  const most = told
    .flatMap(({ finding }) => finding.repeated ?? [])
    .reduce<TrackedFinding['repeated']>(
      (one, other) => (one && one.times > other.times ? one : other),
      undefined,
    );
  if (most === undefined) return [];
  return [
    say(
      `Logging was stopped ${most.times} times since `,
      time(most.since),
      ', with less than an hour in between each time. The ticket is not closed by itself.',
    ),
  ];
}

function raisedAgain(told: readonly Member[]): Sentence[] {
  if (!told.some((member) => isOpen(member) && member.finding.wasExempt === true)) return [];
  return [
    say(
      'It was accepted as known, which has run out or was taken back; it still stands, so it is raised again.',
    ),
  ];
}

function harmlessWhen({ finding }: Member): string {
  const rule = ruleOf(finding.rule);
  return rule.falseAlarmsOf?.(finding) ?? rule.falseAlarms;
}

/** Trails of the same places that deliver to buckets that are not known, each once. */
function besides(told: readonly Member[]): Sentence[] {
  const words = new Set(
    told.flatMap(({ finding }) => (isOpenFinding(finding) ? (finding.evidence.beside ?? []) : [])),
  );
  return [...words].slice(0, 3).map((beside) => say('Also there: ', code(beside, 300), '.'));
}

/** Remarks on the announcement: certainty, extent, weakenings, and when the finding can be harmless. */
export function notesOf(
  seen: NotesInput,
  context: { readonly accounts: AccountNames; readonly organizationSize?: number | undefined },
): Sentence[] {
  const { whole, view, told, worst } = seen;
  const secondHand = told.some(({ finding }) => finding.evidence.secondHand === true);
  const healing = told.filter(({ finding }) => finding.state === 'open' && finding.healthyAt !== undefined);
  return [
    ...raisedAgain(told),
    ...repeatedly(told),
    ...blind(told),
    ...organization(seen, context.organizationSize),
    ...others(whole, view),
    ...(secondHand
      ? [
          say(
            "Second-hand: this is what a member account was told of the organization trail; its owner's own answer was not there yet, or was refused.",
          ),
        ]
      : []),
    ...(healing.length > 0
      ? [say('It looks healthy again; it is called resolved when a second look confirms it.')]
      : []),
    ...besides(told),
    ...weakenings(view),
    ...(worst && isOpen(worst) ? [say(`Can be harmless: ${harmlessWhen(worst)}`)] : []),
  ];
}
