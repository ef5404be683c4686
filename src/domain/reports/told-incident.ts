import type { AccountNames } from '#domain/announcements/affected.ts';
import { announcementOf } from '#domain/announcements/announcement-of.ts';
import type { CauseKey, Severity } from '#domain/findings/finding.ts';
import { severities } from '#domain/findings/finding.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { IncidentStatus, IncidentView, Member } from '#domain/issues/incident.ts';
import { severityOf, statusOf } from '#domain/issues/incident.ts';
import type { Issue } from '#domain/issues/issue.ts';
import type { Instant } from '#domain/values/instant.ts';
import { instant } from '#domain/values/instant.ts';

/** An incident as the issue table shows it, for one line of a report. */
export interface ToldIncident {
  readonly id: IncidentId;
  readonly members: readonly Member[];
  readonly status: IncidentStatus;
  readonly severity: Severity;
  /** Coverage was harmed at some look; the others are weakenings. */
  readonly harmful: boolean;
  readonly openedAt: Instant;
  /** When the last of it ended; undefined while something stands. */
  readonly endedAt: Instant | undefined;
  /** A sweep found it and no event had told of it. */
  readonly missed: boolean;
}

/** The incidents in `issues`, worst and oldest first. An incident that reaches beyond them is told in part. */
export function incidentsIn(issues: readonly Issue[]): readonly ToldIncident[] {
  const members = issues.flatMap(({ account, region, findings }) =>
    [...findings.values()].map((finding) => ({ account, region, finding })),
  );
  const incidents = [...Map.groupBy(members, ({ finding }) => finding.incident)].map(([id, own]) =>
    incidentOf(id, own),
  );
  const rank = ({ severity }: ToldIncident): number => severities.indexOf(severity);
  return incidents.sort((left, right) => rank(left) - rank(right) || left.openedAt - right.openedAt);
}

function incidentOf(id: IncidentId, members: readonly Member[]): ToldIncident {
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

/** The line by which messages and tickets call the incident. */
export function headlineFor({ id, members }: ToldIncident, names: AccountNames, now: Instant): string {
  return announcementOf(viewOf(id, members), { accounts: names, now }).headline;
}
