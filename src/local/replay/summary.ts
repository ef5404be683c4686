import type { Issue } from '#domain/issues/issue.ts';

/** A finding of a replay. */
export interface ReplayedFinding {
  readonly account: string;
  readonly region: string;
  readonly rule: string;
  /** The trail's ARN, or `-`. */
  readonly subject: string;
  readonly state: string;
  readonly severity: string;
  readonly incident: string;
  /** ISO 8601. */
  readonly since: string;
  /** ISO 8601: when it was over; null while it is not. */
  readonly until: string | null;
  /** The event id of the call that caused it; null while the actor is not known. */
  readonly causedBy: string | null;
}

/** An incident of a replay: one cause, and how much it harmed. */
export interface ReplayedIncident {
  readonly incident: string;
  readonly findings: number;
  /** Open while any of its findings is. */
  readonly state: string;
  readonly rules: readonly string[];
  readonly since: string;
}

/** The result of a replay, always with these members. */
export interface ReplaySummary {
  readonly events: number;
  /** How many events ask for an evaluation, are kept as attempts, and are ignored. */
  readonly evaluate: number;
  readonly attempt: number;
  readonly ignore: number;
  /** All findings since the first event. */
  readonly findings: readonly ReplayedFinding[];
  readonly incidents: readonly ReplayedIncident[];
  /** New Slack messages (threads are not counted), and new tickets. */
  readonly messages: number;
  readonly tickets: number;
  /** From an event on the bus until all immediate processing was done, in real milliseconds. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const sameFinding = (one: ReplayedFinding, other: ReplayedFinding): boolean =>
  one.account === other.account &&
  one.region === other.region &&
  one.rule === other.rule &&
  one.subject === other.subject &&
  one.incident === other.incident;

/** The findings in `issues` that were not among `before`, oldest first. */
export function findingsSince(
  before: readonly ReplayedFinding[],
  issues: readonly Issue[],
): readonly ReplayedFinding[] {
  const all = issues.flatMap(({ account, region, findings }) =>
    [...findings.values()].map(
      ({ rule, subject, state, severity, incident, since, until, causedBy }): ReplayedFinding => ({
        account,
        region,
        rule,
        subject,
        state,
        severity,
        incident,
        since: new Date(since).toISOString(),
        until: until === undefined ? null : new Date(until).toISOString(),
        causedBy: causedBy ?? null,
      }),
    ),
  );
  const key = ({ since, region, rule, subject }: ReplayedFinding) => [since, region, rule, subject].join(' ');
  return all
    .filter((finding) => !before.some((known) => sameFinding(known, finding)))
    .sort((one, other) => (key(one) < key(other) ? -1 : 1));
}

/** The incidents that the findings belong to, oldest first. */
export function incidentsOf(findings: readonly ReplayedFinding[]): readonly ReplayedIncident[] {
  return [...Map.groupBy(findings, ({ incident }) => incident)].map(([incident, members]) => ({
    incident,
    findings: members.length,
    state: members.find(({ state }) => state === 'open')?.state ?? members[0]?.state ?? 'resolved',
    rules: [...new Set(members.map(({ rule }) => rule))].sort(),
    since: members[0]?.since ?? '',
  }));
}

/** The value below which the given share of `values` lies, rounded; 0 when there are none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const index = Math.min(sorted.length - 1, Math.floor(sorted.length * share));
  return Math.round(sorted[index] ?? 0);
}
