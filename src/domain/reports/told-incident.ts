import type { AccountNames } from '#domain/announcements/affected.ts';
import type { Announcement } from '#domain/announcements/announcement.ts';
import { announcementOf } from '#domain/announcements/announcement-of.ts';
import type { CauseKey, Severity } from '#domain/findings/finding.ts';
import { severities } from '#domain/findings/finding.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { IncidentView, Member } from '#domain/issues/incident.ts';
import type { Issue, IssueStatus } from '#domain/issues/issue.ts';
import { severityOf, statusOf } from '#domain/issues/incident.ts';
import type { Instant } from '#domain/values/instant.ts';
import { instant } from '#domain/values/instant.ts';

/** An incident as a report lists it, computed from the issue table. */
export interface ToldIncident {
  readonly id: IncidentId;
  readonly members: readonly Member[];
  readonly status: IssueStatus;
  readonly severity: Severity;
  /** Whether coverage was harmed at some look; otherwise it is a weakening. */
  readonly harmful: boolean;
  readonly openedAt: Instant;
  /** When the last member ended; undefined while any is open or whitelisted. */
  readonly endedAt: Instant | undefined;
  /** Whether a sweep found it without any event having reported it. */
  readonly missed: boolean;
}

/** The incidents in `issues`, worst and oldest first; of an incident with other issues only the part in these. */
export function incidentsIn(issues: readonly Issue[]): readonly ToldIncident[] {
  const members = issues.flatMap(({ account, region, findings }) =>
    [...findings.values()].map((finding) => ({ account, region, finding })),
  );
  const incidents = [...Map.groupBy(members, ({ finding }) => finding.incident)].map(([id, own]) =>
    toldIncidentOf(id, own),
  );
  const rank = ({ severity }: ToldIncident): number => severities.indexOf(severity);
  return incidents.sort((left, right) => rank(left) - rank(right) || left.openedAt - right.openedAt);
}

/** The incident, or a recipient's part of it, as its members show it. */
export function toldIncidentOf(id: IncidentId, members: readonly Member[]): ToldIncident {
  const view = viewOf(id, members);
  const status = statusOf(view);
  const findings = members.map(({ finding }) => finding);
  const opened = findings.reduce((earliest, { openedAt }) => Math.min(earliest, openedAt), Infinity);
  const ended = findings.reduce(
    (latest, { resolvedAt, closed }) => Math.max(latest, resolvedAt ?? closed?.at ?? 0),
    0,
  );
  const over = status === 'resolved' || status === 'closed';
  return {
    id,
    members,
    status,
    severity: severityOf(view),
    harmful: findings.some(({ harmful }) => harmful),
    openedAt: instant(opened),
    endedAt: over ? instant(ended) : undefined,
    missed: findings.some(({ missed }) => missed === true),
  };
}

function viewOf(id: IncidentId, members: readonly Member[]): IncidentView {
  const first = members[0]?.finding;
  const cause = first?.cause ?? ('' as CauseKey);
  return { incident: { id, cause, openedAt: first?.openedAt ?? instant(0) }, members, events: new Map() };
}

/** What to do about the incident, as in its message and its ticket. */
export function remedyFor(
  { id, members }: ToldIncident,
  names: AccountNames,
  now: Instant,
): Announcement['remedy'] {
  return announcementOf(viewOf(id, members), { accounts: names, now }).remedy;
}

/** The headline of the incident, as in its message and its ticket. */
export function headlineFor({ id, members }: ToldIncident, names: AccountNames, now: Instant): string {
  return announcementOf(viewOf(id, members), { accounts: names, now }).headline;
}
