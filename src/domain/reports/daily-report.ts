import type { Sentence } from '#domain/announcements/announcement.ts';
import { code, count, listed, say } from '#domain/announcements/wording.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import { iso } from '#domain/values/instant.ts';
import { coverageWords, listWords, titleWords } from './coverage-lines.ts';
import type { DayFacts } from './day-facts.ts';
import { factsFor } from './day-facts.ts';
import { isAllClear } from './doubts.ts';
import { heatMapOf } from './heat-map.ts';
import {
  ageWords,
  expiryLines,
  incidentCount,
  incidentLine,
  openLines,
  overLines,
  quietLines,
  scopeLines,
  weakenedLines,
} from './incident-lines.ts';
import { notTold, offWords, weakenedTitle, sentencesOf } from './own-lines.ts';
import type { Report, Section } from './report.ts';
import { section } from './report.ts';
import type { ToldIncident } from './told-incident.ts';
import { incidentsIn } from './told-incident.ts';
import { severityWords, toDo } from './to-do.ts';
import { uninspectedLines, unreadLines } from './unseen-lines.ts';

interface Sorted {
  readonly fresh: readonly ToldIncident[];
  readonly older: readonly ToldIncident[];
  readonly over: readonly ToldIncident[];
  readonly outOfScope: readonly ToldIncident[];
  readonly accepted: readonly ToldIncident[];
  readonly weaker: readonly ToldIncident[];
  readonly preexisting: readonly ToldIncident[];
}

function isOutOfScope({ members }: ToldIncident): boolean {
  return members.some(({ finding: { closed } }) => closed !== undefined && closed.because !== 'healthy');
}

function sorted({ issues, since, preexisting }: DayFacts): Sorted {
  const all = incidentsIn(issues);
  const own = all.filter(({ id }) => !preexisting.has(id));
  const told = own.filter(({ harmful }) => harmful);
  const open = told.filter(({ status }) => status === 'open');
  const ended = told.filter(({ endedAt }) => endedAt !== undefined && endedAt >= since);
  return {
    fresh: open.filter(({ openedAt }) => openedAt >= since),
    older: open.filter(({ openedAt }) => openedAt < since),
    over: ended.filter((incident) => !isOutOfScope(incident)),
    outOfScope: ended.filter(isOutOfScope),
    accepted: own.filter(({ status }) => status === 'whitelisted'),
    weaker: own.filter(({ harmful, status }) => !harmful && status === 'open'),
    preexisting: all.filter(({ id, status }) => preexisting.has(id) && status === 'open'),
  };
}

function day(now: Instant): string {
  const months = 'January February March April May June July August September October November December';
  const [year, month, date] = iso(now).slice(0, 10).split('-').map(Number);
  return `${String(date)} ${months.split(' ')[(month ?? 1) - 1] ?? ''} ${String(year)}`;
}

function titleOf(facts: DayFacts, { fresh, older, preexisting }: Sorted): string {
  const before = preexisting.filter(({ harmful }) => harmful).length;
  const open = severityWords([...fresh, ...older]);
  const parts = [
    ...(open === '' ? [] : [`${open} open`]),
    ...(before > 0 ? [`${before} open from before Trailwarden`] : []),
  ];
  return `CloudTrail, ${day(facts.now)}: ${titleWords(facts, parts)}`;
}

function moodOf(facts: DayFacts, { fresh, older }: Sorted): Report['mood'] {
  if (!facts.enabled) return 'off';
  if ([...fresh, ...older].some(({ severity }) => severity === 'critical' || severity === 'high'))
    return 'bad';
  return isAllClear(facts) ? 'quiet' : 'attention';
}

/** `2 incidents and 1 weakened trail setting`, so that the number is that of the lists. */
function standing(preexisting: readonly ToldIncident[]): string {
  const harmful = preexisting.filter((incident) => incident.harmful);
  const weaker = preexisting.length - harmful.length;
  return listed([
    ...(harmful.length > 0 ? [incidentCount(harmful)] : []),
    ...(weaker > 0 ? [count(weaker, 'weakened setting')] : []),
  ]);
}

function preexistingWords({ preexisting }: Sorted): Sentence[] {
  if (preexisting.length === 0) return [];
  return [
    say(
      `${standing(preexisting)} from before Trailwarden came still ${preexisting.length === 1 ? 'stands' : 'stand'}, without tickets. Accept them with `,
      code('trailwarden sweep --accept-baseline'),
      ' and each gets its message and its ticket.',
    ),
  ];
}

/** What changed since the last report, in a few words before what follows; empty when nothing did. */
function newsWords({ fresh, over, outOfScope }: Sorted): string {
  const parts = [
    ...(fresh.length > 0 ? [`${fresh.length} new`] : []),
    ...(over.length > 0 ? [`${over.length} over`] : []),
    ...(outOfScope.length > 0 ? [`${outOfScope.length} out of scope`] : []),
  ];
  return parts.length === 0 ? '' : `${listed(parts)}. `;
}

function sectionsOf(facts: DayFacts, day: Sorted): Section[] {
  const { fresh, older, over, outOfScope, accepted, weaker } = day;
  return [
    ...section(
      'New',
      fresh.map((incident) => incidentLine(facts, incident)),
    ),
    ...section(`Still open: ${ageWords(facts, older)}`, openLines(facts, older)),
    ...section('Not read', [...listWords(facts), ...unreadLines(facts)], 6),
    ...section('Not inspected', uninspectedLines(facts), 6),
    ...section('Over since the last report', overLines(facts, over), 6),
    ...section('Out of scope now, not repaired', scopeLines(facts, outOfScope), 4),
    ...section(weakenedTitle, weakenedLines(facts, weaker), 5),
    ...section('Accepted as known (whitelist)', quietLines(facts, accepted), 5),
    ...section('Exemptions that end soon', expiryLines(facts), 5),
    ...section('Needs a decision', sentencesOf(facts.mismatches), 6),
    ...section('Put right', sentencesOf(facts.repaired), 5),
    ...section('Not delivered', notTold(facts), 6),
    ...section('The detector itself', sentencesOf(facts.selfCheck), 6),
    ...section('Looked at', coverageWords(facts)),
  ];
}

/**
 * The daily report on the accounts in `only`, or on all without it: how many are open and what was not read, at most three
 * things to do, a picture; everything in detail follows in the thread.
 */
export function dailyReport(all: DayFacts, only?: ReadonlySet<AccountId>): Report {
  const facts = factsFor(all, only);
  const day = sorted(facts);
  return {
    mood: moodOf(facts, day),
    title: facts.enabled ? titleOf(facts, day) : `CloudTrail: detection is switched off`,
    lead: [...offWords(facts), ...sentencesOf(facts.foremost), ...preexistingWords(day)],
    ...toDo(facts, [...day.fresh, ...day.older]),
    picture: heatMapOf(facts),
    sections: sectionsOf(facts, day),
    closing: [
      say(
        newsWords(day),
        facts.issues.length > 0 ? 'Details and a file are in the thread.' : 'Details are in the thread.',
      ),
    ],
  };
}
