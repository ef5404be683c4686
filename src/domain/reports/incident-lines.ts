import type { Sentence } from '#domain/announcements/announcement.ts';
import { count, duration, listed, plain, say, time } from '#domain/announcements/wording.ts';
import { accountWords, regionWords, worstFirst } from '#domain/announcements/affected.ts';
import { trailName, whereWords } from '#domain/announcements/headline.ts';
import { ruleOf } from '#domain/findings/assess/all-rules.ts';
import { outOfScope } from '#domain/announcements/out-of-scope.ts';
import { hasExpired } from '#domain/issues/exemption.ts';
import { parseTrailArn } from '#domain/values/trail-arn.ts';
import type { DayFacts } from './day-facts.ts';
import type { ToldIncident } from './told-incident.ts';
import { headlineFor } from './told-incident.ts';
import { ownerWords } from './owner-words.ts';

/** How long before its end an exemption is mentioned: two weeks in milliseconds. */
const soon = 14 * 24 * 3600 * 1000;

/** For an incident first seen by the sweep, in the first report that lists it: that no event had reported it. */
function missedWords({ since }: DayFacts, { missed, openedAt }: ToldIncident): string {
  return missed && openedAt >= since ? ', found by the sweep: no event had told of it' : '';
}

/** The incident's headline, `more` (what the section adds) and its ticket. */
export function incidentLine(facts: DayFacts, incident: ToldIncident, more = ''): Sentence {
  const ticket = facts.tickets.get(incident.id);
  const accounts = incident.members.map(({ account }) => account);
  return say(
    headlineFor(incident, facts.names, facts.now),
    more,
    missedWords(facts, incident),
    ownerWords(facts, accounts),
    ...(ticket ? [', ', { kind: 'link', text: ticket.key, url: ticket.url } as const] : []),
    '.',
  );
}

const day = 24 * 3600 * 1000;

/** An age in words; from two days on in whole days. */
function age(milliseconds: number): string {
  return milliseconds >= 2 * day ? count(Math.floor(milliseconds / day), 'day') : duration(milliseconds);
}

/** Lines for incidents that are still open from earlier days, each with its age, in the given order. */
export function openLines(facts: DayFacts, incidents: readonly ToldIncident[]): Sentence[] {
  return incidents.map((incident) =>
    incidentLine(facts, incident, `, open for ${age(facts.now - incident.openedAt)}`),
  );
}

const ages = [
  ['up to a week', 7],
  ['up to a month', 30],
  ['longer', Infinity],
] as const;

/** Numbers of incidents by age, e.g. `2 up to a week and 1 longer`. */
export function ageWords(facts: DayFacts, incidents: readonly ToldIncident[]): string {
  const days = incidents.map(({ openedAt }) => (facts.now - openedAt) / (24 * 3600 * 1000));
  const parts = ages.flatMap(([name, most], index) => {
    const least = ages[index - 1]?.[1] ?? 0;
    const number = days.filter((age) => age <= most && age > least).length;
    return number > 0 ? [`${number} ${name}`] : [];
  });
  return listed(parts);
}

/** Lines for incidents that are over; the headline says how long each lasted. */
export function overLines(facts: DayFacts, incidents: readonly ToldIncident[]): Sentence[] {
  return incidents.map((incident) => incidentLine(facts, incident));
}

/** Lines for incidents that are no longer tracked, each with the reason. */
export function scopeLines(facts: DayFacts, incidents: readonly ToldIncident[]): Sentence[] {
  return incidents.map((incident) => {
    const [why] = incident.members.flatMap(({ finding: { closed } }) =>
      closed && closed.because !== 'healthy' ? [outOfScope[closed.because]] : [],
    );
    return incidentLine(facts, incident, why === undefined ? '' : ` (${why})`);
  });
}

/**
 * Lines for weakenings: the place, and what is set otherwise than before. The headline of an incident would alarm here,
 * where no event is lost.
 */
export function weakenedLines(facts: DayFacts, incidents: readonly ToldIncident[]): Sentence[] {
  return incidents.map(({ members }) => {
    const [worst] = worstFirst(members);
    const where = whereWords(members, facts.names);
    if (worst === undefined) return say(`${where}.`);
    const { rule, harm } = worst.finding;
    const { title } = ruleOf(rule);
    const name = trailName(worst);
    const others = harm === 'not-recording' ? '; other trails record the same events' : '';
    const accounts = members.map(({ account }) => account);
    return say(
      `${where}${name === undefined ? '' : `, trail ${name}`}: ${title.charAt(0).toLowerCase()}${title.slice(1)}${others}${ownerWords(facts, accounts)}.`,
    );
  });
}

/** Lines for accepted incidents, with the reason of the exemption. */
export function quietLines(facts: DayFacts, incidents: readonly ToldIncident[]): Sentence[] {
  return incidents.map((incident) => {
    const reason = incident.members.find(({ finding }) => finding.exemptBecause !== undefined);
    const why = reason?.finding.exemptBecause;
    return incidentLine(facts, incident, why === undefined ? '' : ` (${plain(why, 80).replace(/\.$/, '')})`);
  });
}

/** Lines for exemptions that end within two weeks, or have ended and are still in the whitelist. */
export function expiryLines({ exemptions, names, now }: DayFacts): Sentence[] {
  return exemptions.flatMap((exemption) => {
    const { accountId, region, regions = [], trail, expires, owner } = exemption;
    if (expires === undefined || expires - now > soon) return [];
    const what =
      trail === undefined
        ? (region ?? (regionWords(regions) || 'all Regions'))
        : `trail ${parseTrailArn(trail)?.name ?? trail}`;
    const place = `${plain(what, 60)} in ${accountWords(accountId, names)}`;
    const by = owner === undefined ? '' : ` ${plain(owner, 60)} answers for it.`;
    return hasExpired(exemption, now)
      ? [say(`The exemption for ${place} ended `, time(expires), `: renew or remove it.${by}`)]
      : [say(`The exemption for ${place} ends `, time(expires), `.${by}`)];
  });
}

/** `3 incidents`, `1 incident`. */
export const incidentCount = (incidents: readonly ToldIncident[]): string =>
  count(incidents.length, 'incident');
