import { worstFirst } from '#domain/announcements/affected.ts';
import type { Sentence } from '#domain/announcements/announcement.ts';
import { code, count, say } from '#domain/announcements/wording.ts';
import { ruleOf } from '#domain/findings/assess/all-rules.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { coverageWords, listWords, titleWords } from './coverage-lines.ts';
import type { DayFacts } from './day-facts.ts';
import { factsFor } from './day-facts.ts';
import { isAllClear } from './doubts.ts';
import { heatMapOf } from './heat-map.ts';
import { incidentCount, incidentLine, weakenedLines } from './incident-lines.ts';
import { toDo } from './to-do.ts';
import { notTold, offWords, weakenedTitle, sentencesOf } from './own-lines.ts';
import type { Report } from './report.ts';
import { section } from './report.ts';
import type { ToldIncident } from './told-incident.ts';
import { incidentsIn } from './told-incident.ts';
import { uninspectedLines, unreadLines } from './unseen-lines.ts';

/** The number of incidents by rule; each counts once, under the rule of its worst member. */
function byRule(incidents: readonly ToldIncident[]): Sentence[] {
  const rules = incidents.flatMap(({ members }) => worstFirst(members)[0]?.finding.rule ?? []);
  return [...Map.groupBy(rules, (rule) => rule)].map(([rule, all]) =>
    say(`${ruleOf(rule).title}: ${count(all.length, 'incident')}.`),
  );
}

interface Found {
  /** Incidents of the baseline that harm recording. */
  readonly harmful: readonly ToldIncident[];
  /** Incidents of the baseline that are weakenings only. */
  readonly weaker: readonly ToldIncident[];
  /** Incidents that harm recording, are no part of the baseline and so were reported on their own. */
  readonly told: readonly ToldIncident[];
}

function foundIn({ issues, preexisting }: DayFacts): Found {
  const open = incidentsIn(issues).filter(({ status }) => status === 'open');
  const before = open.filter(({ id }) => preexisting.has(id));
  return {
    harmful: before.filter(({ harmful }) => harmful),
    weaker: before.filter(({ harmful }) => !harmful),
    told: open.filter(({ id, harmful }) => harmful && !preexisting.has(id)),
  };
}

function titleOf(facts: DayFacts, { harmful, told }: Found): string {
  if (!facts.enabled) return 'Trailwarden is deployed, but detection is switched off';
  const parts = [
    ...(harmful.length > 0 ? [`${incidentCount(harmful)} stood before it came`] : []),
    ...(told.length > 0 ? [`${incidentCount(told)} opened since`] : []),
  ];
  return `Trailwarden now watches CloudTrail: ${titleWords(facts, parts)}`;
}

function moodOf(facts: DayFacts): Report['mood'] {
  if (!facts.enabled) return 'off';
  return isAllClear(facts) ? 'quiet' : 'attention';
}

/** The report on the baseline: what was open when Trailwarden was deployed, in the accounts of `only` or in all. */
export function onboardingReport(all: DayFacts, only?: ReadonlySet<AccountId>): Report {
  const facts = factsFor(all, only);
  const found = foundIn(facts);
  const { harmful, weaker, told } = found;
  const preexisting = [...harmful, ...weaker];
  const lines = (incidents: readonly ToldIncident[]): Sentence[] =>
    incidents.map((incident) => incidentLine(facts, incident));
  const accept = say(
    'What stood before is not told one by one and has no tickets, until a person who has read this runs ',
    code('trailwarden sweep --accept-baseline'),
    '. Whatever happens from now on is told at once.',
  );
  return {
    mood: moodOf(facts),
    title: titleOf(facts, found),
    lead: [...offWords(facts), ...sentencesOf(facts.foremost), ...(preexisting.length > 0 ? [accept] : [])],
    ...toDo(facts, [...harmful, ...told]),
    picture: heatMapOf(facts),
    sections: [
      ...section('In short', byRule(harmful)),
      ...section('What stood before, worst first', lines(harmful), 15),
      ...section('Opened since, told on its own', lines(told), 6),
      ...section('Not read', [...listWords(facts), ...unreadLines(facts)], 6),
      ...section('Not inspected', uninspectedLines(facts), 6),
      ...section(weakenedTitle, weakenedLines(facts, weaker), 6),
      ...section('Not delivered', notTold(facts), 6),
      ...section('The detector itself', sentencesOf(facts.selfCheck), 6),
      ...section('Looked at', coverageWords(facts)),
    ],
    closing: [
      say(
        facts.issues.length > 0
          ? 'Details and a file of all issues are in the thread.'
          : 'Details are in the thread.',
      ),
    ],
  };
}
