import { ruleOf } from '#domain/findings/all-rules.ts';
import { code, count, say } from '#domain/announcements/wording.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { coverageWords, unreadLines } from './coverage-lines.ts';
import type { DayFacts } from './day-facts.ts';
import { factsFor } from './day-facts.ts';
import { incidentCount, incidentLine } from './incident-lines.ts';
import type { Report } from './report.ts';
import { section } from './report.ts';
import type { ToldIncident } from './told-incident.ts';
import { incidentsIn } from './told-incident.ts';

function byRule(incidents: readonly ToldIncident[]) {
  const rules = incidents.flatMap(({ members }) => [...new Set(members.map(({ finding }) => finding.rule))]);
  return [...Map.groupBy(rules, (rule) => rule)].map(([rule, all]) =>
    say(`${ruleOf(rule).title}: ${count(all.length, 'incident')}.`),
  );
}

/** What stood before Trailwarden came, gathered into one message; of what concerns `only`, or of everything. */
export function onboardingReport(all: DayFacts, only?: ReadonlySet<AccountId>): Report {
  const facts = factsFor(all, only);
  const standing = incidentsIn(facts.issues).filter(
    ({ id, status }) => facts.standing.has(id) && status === 'open',
  );
  const harmful = standing.filter((incident) => incident.harmful);
  const weaker = standing.filter((incident) => !incident.harmful);
  const found =
    harmful.length > 0
      ? `Trailwarden now watches CloudTrail: ${incidentCount(harmful)} stood before it came`
      : 'Trailwarden now watches CloudTrail: everything is recorded';
  const accept = say(
    'These are not told one by one and have no tickets, until somebody who has read this runs ',
    code('trailwarden sweep --accept-baseline'),
    '. Whatever happens from now on is told at once.',
  );
  return {
    mood: harmful.length > 0 ? 'attention' : 'quiet',
    title: found,
    lead: [...coverageWords(facts), ...(standing.length > 0 ? [accept] : [])],
    sections: [
      ...section('In short', byRule(standing)),
      ...section(
        'What stands, worst first',
        harmful.map((incident) => incidentLine(facts, incident)),
        15,
      ),
      ...section(
        'Weaker than it could be, but everything is recorded',
        weaker.map((one) => incidentLine(facts, one)),
        6,
      ),
      ...section('Not readable', unreadLines(facts), 8),
    ],
    closing: standing.length > 0 ? [say('All of it is in the file in the thread.')] : [],
  };
}
