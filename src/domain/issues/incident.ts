import type { Trigger } from '#domain/facts/trigger.ts';
import type { CauseKey, Severity } from '#domain/findings/finding.ts';
import { worseSeverity } from '#domain/findings/finding.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Place } from '#domain/values/place.ts';
import type { Answer } from './answer.ts';
import type { IncidentId } from './incident-id.ts';
import type { IssueStatus } from './issue.ts';
import type { TrackedFinding } from './tracked-finding.ts';
import { isOpenFinding } from './tracked-finding.ts';

/** One cause of harm; the findings that it caused are its members. */
export interface Incident {
  readonly id: IncidentId;
  readonly cause: CauseKey;
  readonly openedAt: Instant;
  /** The earlier incident of the same finding: one that was over, or one that an exemption hid until it expired. */
  readonly previous?: IncidentId | undefined;
  /** Part of the baseline: it existed before Trailwarden was deployed and is not reported singly until accepted. */
  readonly preexisting?: boolean | undefined;
  /** Opened within an hour of the end of an earlier one of the same trail: further interruptions join it. */
  readonly recurring?: boolean | undefined;
}

/** A finding in an incident, with its account and Region. */
export interface Member extends Place {
  readonly finding: TrackedFinding;
}

/** An incident with its members and causes, read at one moment; status and severity are computed from it. */
export interface IncidentView {
  readonly incident: Incident;
  readonly members: readonly Member[];
  /** The calls that caused it, by their event ids. */
  readonly events: ReadonlyMap<string, Trigger>;
  /** What people answered, oldest first; undefined: nothing. */
  readonly answers?: readonly Answer[] | undefined;
}

/**
 * The status computed from the members: `closed` when all are closed; else, of those that are not, `open` if any is,
 * `whitelisted` if any is, or `resolved`.
 */
export function statusOf(view: IncidentView): IssueStatus {
  const living = view.members.filter(({ finding }) => finding.closed === undefined);
  if (living.length === 0) return view.members.length > 0 ? 'closed' : 'resolved';
  const has = (state: string) => living.some(({ finding }) => finding.state === state);
  return has('open') ? 'open' : has('whitelisted') ? 'whitelisted' : 'resolved';
}

/** The members that are open and not closed. */
export function openMembers(view: IncidentView): readonly Member[] {
  return view.members.filter(({ finding }) => isOpenFinding(finding));
}

/** A severity one step up, at least high: that of a call whose person says *this was not me*. */
const raised: Readonly<Record<Severity, Severity>> = {
  critical: 'critical',
  high: 'critical',
  medium: 'high',
  low: 'high',
};

/** Members from which an incident is wide: reading it takes seconds, so that one run of a reporter reads it once. */
const wideFrom = 10_000;

/** Whether an incident has so many members that one run reads it once only. */
export function isWideView({ members }: Pick<IncidentView, 'members'>): boolean {
  return members.length >= wideFrom;
}

/**
 * The worst current severity of the open members; when none is open, the worst peak of all members. It is raised while the
 * incident is open and the person behind the call has answered that it was another person.
 */
export function severityOf(view: IncidentView): Severity {
  const open = openMembers(view);
  const judged = judgedSeverity(view, open);
  const isDenied = view.answers?.some(({ kind }) => kind === 'was-not-me') === true;
  return open.length > 0 && isDenied ? raised[judged] : judged;
}

function judgedSeverity(view: IncidentView, open: readonly Member[]): Severity {
  const severities =
    open.length > 0
      ? open.map(({ finding }) => finding.severity)
      : view.members.map(({ finding }) => finding.peak);
  return severities.reduce(worseSeverity, 'low');
}

/** Whether the incident is reported in Slack and Jira on its own: not part of the baseline, and some member is harmful. */
export function isTold(view: IncidentView): boolean {
  return view.incident.preexisting !== true && view.members.some(({ finding }) => finding.harmful);
}

/** Whether the finding never was more than a trail that others of the account stand in for. */
function isStillRecorded({ evidence, peak, harmful }: TrackedFinding): boolean {
  return !harmful || (evidence.left === 'own' && peak === 'medium');
}

/** Whether the members are worth a ticket: not when older trails of their accounts still record the same. */
export function isWorthTicket(members: readonly Pick<Member, 'finding'>[]): boolean {
  return !members.every(({ finding }) => isStillRecorded(finding));
}

/** Changes of the detector that follow within this time, in milliseconds, belong to one incident. */
const oneAttack = 15 * 60 * 1000;

function isOfDetector({ cause }: Incident): boolean {
  return cause.startsWith('unwatched|') && cause.endsWith('|detector');
}

/** Interruptions of one trail that follow each other within this time, in milliseconds, belong to one incident. */
export const interruptionsTogether = 60 * 60 * 1000;

/** Whether the incident is about one trail that does not record. */
function isOfTrail({ cause }: Incident): boolean {
  return cause.startsWith('not-recording|arn:');
}

/** When a finding ended, as far as that is known; else when it was last seen. */
export function endOf({ until, resolvedAt, seenAt }: TrackedFinding): Instant {
  return until ?? resolvedAt ?? seenAt;
}

/** Whether a trail stopped again, at `since`, within an hour of the end of this incident of its own. */
export function isSoonAfter(view: IncidentView, since: Instant): boolean {
  if (!isOfTrail(view.incident) || statusOf(view) !== 'resolved') return false;
  return view.members.some(({ finding }) => since - endOf(finding) <= interruptionsTogether);
}

/** Whether its ticket stays open for a person: it keeps coming back, or was over when it was first seen. */
function isLeftToAPerson({ incident, members }: IncidentView): boolean {
  const wasOver = ({ finding: { resolvedAt, openedAt } }: Member): boolean =>
    resolvedAt !== undefined && resolvedAt <= openedAt;
  return incident.recurring === true || members.every(wasOver);
}

/**
 * Whether a new finding may join the incident: a member is still open, or the finding began before the last member
 * ended. Interruptions of one trail may join for an hour, if the incident's ticket was left to a person. An incident
 * without members was just opened by a concurrent writer and may be joined.
 */
export function isJoinable(
  view: IncidentView | undefined,
  finding: {
    readonly since: Instant;
    readonly returnsFrom?: IncidentId | undefined;
    readonly preexisting?: boolean | undefined;
  },
): boolean {
  // New harm is reported at once, so it does not join an incident of the baseline with the same cause.
  if (view?.incident.preexisting === true && finding.preexisting !== true) return false;
  // Its rows have expired.
  if (view === undefined) return false;
  if (view.members.length === 0) return true;
  const status = statusOf(view);
  if (status === 'open') return true;
  if (status === 'whitelisted') return view.incident.id !== finding.returnsFrom;
  if (isSoonAfter(view, finding.since) && isLeftToAPerson(view)) return true;
  const together = isOfDetector(view.incident) ? oneAttack : 0;
  return (
    status === 'resolved' &&
    view.members.some(({ finding: member }) => finding.since <= endOf(member) + together)
  );
}
