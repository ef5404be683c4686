import type { Trigger } from '#domain/facts/trigger.ts';
import type { CauseKey, Severity } from '#domain/findings/finding.ts';
import { worseSeverity } from '#domain/findings/finding.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import type { IncidentId } from './incident-id.ts';
import type { TrackedFinding } from './tracked-finding.ts';

/** One cause of harm, and everything it harmed. */
export interface Incident {
  readonly id: IncidentId;
  readonly cause: CauseKey;
  readonly openedAt: Instant;
  /** The incident that this one returns from, or that an expired exemption had hidden. */
  readonly previous?: IncidentId | undefined;
  /** It stood before Trailwarden came, and nobody has asked yet to be told of it on its own. */
  readonly preexisting?: boolean | undefined;
}

/** A finding as a part of its incident. */
export interface Member {
  readonly account: AccountId;
  readonly region: Region;
  readonly finding: TrackedFinding;
}

/** An incident as it is at one moment: nothing in it is stored twice, so nothing can disagree. */
export interface IncidentView {
  readonly incident: Incident;
  readonly members: readonly Member[];
  /** The calls that caused it, by event id. */
  readonly events: ReadonlyMap<string, Trigger>;
}

/** Where an incident stands; computed from its members, never stored. */
export type IncidentStatus = 'open' | 'whitelisted' | 'resolved' | 'closed';

/** open if any member is open, else whitelisted if any is, else resolved; closed once every member is closed. */
export function statusOf(view: IncidentView): IncidentStatus {
  const living = view.members.filter(({ finding }) => finding.closed === undefined);
  if (living.length === 0) return view.members.length > 0 ? 'closed' : 'resolved';
  const has = (state: string) => living.some(({ finding }) => finding.state === state);
  return has('open') ? 'open' : has('whitelisted') ? 'whitelisted' : 'resolved';
}

/** Members that count: those that are open. */
export function openMembers(view: IncidentView): readonly Member[] {
  return view.members.filter(({ finding }) => finding.state === 'open' && finding.closed === undefined);
}

/** The worst severity of what is open, or, when nothing is, the worst there ever was. */
export function severityOf(view: IncidentView): Severity {
  const open = openMembers(view);
  const severities =
    open.length > 0
      ? open.map(({ finding }) => finding.severity)
      : view.members.map(({ finding }) => finding.peak);
  return severities.reduce(worseSeverity, 'low');
}

/** Whether people are told of it on its own: coverage was harmed at some moment, not just weakened. */
export function isTold(view: IncidentView): boolean {
  return view.incident.preexisting !== true && view.members.some(({ finding }) => finding.harmful);
}

/** Calls on the detector that follow each other within so many milliseconds are one attack on it, or one repair. */
const oneAttack = 15 * 60 * 1000;

function isOfDetector({ cause }: Incident): boolean {
  return cause.startsWith('unwatched|') && cause.endsWith('|detector');
}

/**
 * Whether a finding that began at `since` belongs to this incident: something in it is still open, or it began
 * before all of it was over. An incident without members was opened a moment ago by somebody who is not done.
 */
export function isJoinable(
  view: IncidentView | undefined,
  finding: {
    readonly since: Instant;
    readonly returnsFrom?: IncidentId | undefined;
    readonly preexisting?: boolean | undefined;
  },
): boolean {
  // New harm is told at once, also when its cause stood before.
  if (view?.incident.preexisting === true && finding.preexisting !== true) return false;
  if (view === undefined || view.members.length === 0) return true;
  const status = statusOf(view);
  if (status === 'open') return true;
  if (status === 'whitelisted') return view.incident.id !== finding.returnsFrom;
  const over = view.members.map(({ finding: member }) => member.until ?? member.resolvedAt ?? member.seenAt);
  const together = isOfDetector(view.incident) ? oneAttack : 0;
  return status === 'resolved' && over.some((moment) => finding.since <= moment + together);
}
