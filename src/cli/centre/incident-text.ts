import { plainText, utc } from '#domain/announcements/wording.ts';
import { printable } from '#cli/output/printable.ts';
import type { SeenIncident } from '#usecases/see/see-incident.ts';
import type { SeenPlaceInWords } from '#usecases/see/see-place.ts';

const indented = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);

/** One incident in a line: severity, state, since when, and what happened. */
export function incidentLine({ announcement, openedAt, told }: SeenIncident): string {
  const { incident, status, headline } = announcement;
  const quiet = told ? '' : ' (not told on its own)';
  return printable(`${incident}  ${status.padEnd(11)} ${utc(openedAt).slice(0, 16)}  ${headline}${quiet}`);
}

/** The whole of an incident: what was lost, who, what to do, and its course with what was told where. */
export function incidentText({ announcement, timeline }: SeenIncident): string {
  const { headline, loss, facts, details, references, affected, affectedLeftOut, remedy, notes } =
    announcement;
  const command = remedy.command === undefined ? [] : [`  ${remedy.command}`];
  const labelled = [...facts, ...details, ...references].map(
    ({ label, value }) => `${`${label}:`.padEnd(14)} ${plainText(value)}`,
  );
  const places = affected.map(
    ({ account, others = [], regions, state }) =>
      `${account}${others.length > 0 ? ` and ${others.length} more` : ''}; ${regions}; ${state}`,
  );
  const more = affectedLeftOut > 0 ? [`and ${affectedLeftOut} more`] : [];
  const course = timeline.map(({ at, kind, words }) => `${utc(at)}  ${kind.padEnd(6)} ${plainText(words)}`);
  return [
    headline,
    '',
    ...loss.map(plainText),
    ...labelled,
    ...notes.map(plainText),
    '',
    'Where:',
    ...indented([...places, ...more]),
    '',
    'What happened, in order:',
    ...indented(course),
    '',
    `What to do: ${plainText(remedy.words)}`,
    ...command,
  ]
    .map(printable)
    .join('\n');
}

/** The whole of one account and Region: its state, its trails, its findings, and the incidents they belong to. */
export function placeText({ title, state, trails, findings, incidents }: SeenPlaceInWords): string {
  return [
    title,
    plainText(state),
    '',
    'Trails:',
    ...indented(trails.map(plainText)),
    '',
    'Findings:',
    ...indented(findings.length === 0 ? ['none'] : findings.map(plainText)),
    ...(incidents.length === 0
      ? []
      : ['', `Incidents: ${incidents.join(', ')} (trailwarden incidents show ID)`]),
  ]
    .map(printable)
    .join('\n');
}
