import type { Severity } from '#domain/findings/finding.ts';
import { worseSeverity } from '#domain/findings/finding.ts';
import type { IncidentView, Member } from '#domain/issues/incident.ts';
import { endOf, isTold, statusOf } from '#domain/issues/incident.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import type { Instant } from '#domain/values/instant.ts';
import { instant, iso } from '#domain/values/instant.ts';
import { accountsOf, wasOverWhenSeen } from './affected.ts';
import { causesOf } from './causes.ts';

/** The kinds of milestones that machines hear of. */
export const incidentMilestoneKinds = ['opened', 'changed', 'accepted', 'resolved', 'closed'] as const;

/** A milestone of an incident, as machines hear of it. */
export interface IncidentMilestone {
  /** Unique within the incident, and derived from its state alone: a repeated run finds the same. */
  readonly id: string;
  readonly kind: (typeof incidentMilestoneKinds)[number];
  readonly at: Instant;
}

const hour = 3_600_000;

/** The moment in an id; of an incident that keeps coming back only the hour, so that it is not heard of all the time. */
function stamp({ incident }: IncidentView, at: Instant): string {
  return iso(incident.recurring === true ? instant(at - (at % hour)) : at);
}

const latestOf = (moments: readonly Instant[]): Instant =>
  instant(moments.reduce<number>((latest, at) => Math.max(latest, at), 0));

const firstOpened = (members: readonly Member[]): Instant =>
  instant(members.reduce((first, { finding }) => Math.min(first, finding.openedAt), Infinity));

/** When the account was reached that made it `power` of them. */
function reachedAt(members: readonly Member[], power: number): Instant {
  const firsts = [...Map.groupBy(members, ({ account }) => account).values()].map(firstOpened);
  return firsts.sort((one, other) => one - other)[power - 1] ?? firstOpened(members);
}

/** Each is dated by what made it due and not by what came later: sent again, it says the same. */
function changes(view: IncidentView): IncidentMilestone[] {
  const { members } = view;
  const peak = members.map(({ finding }) => finding.peak).reduce<Severity>(worseSeverity, 'low');
  const accounts = accountsOf(members).length;
  const power = 10 ** (String(accounts).length - 1);
  const [cause] = causesOf(view);
  const callOf = ({ causedBy = '' }: TrackedFinding) => view.events.get(causedBy)?.sameAs;
  const worst = members.filter(({ finding }) => finding.peak === peak);
  const caused = members.filter(({ finding }) => callOf(finding) === cause?.sameAs);
  const aspects: readonly (readonly [id: string, at: Instant])[] = [
    [`severity-${peak}`, firstOpened(worst)],
    ...(accounts < 10 ? [] : [[`accounts-${power}`, reachedAt(members, power)] as const]),
    ...(cause ? [[`actor-${cause.eventId}`, firstOpened(caused)] as const] : []),
    ...(view.answers ?? []).map(({ id, at }) => [`answer-${id}`, at] as const),
  ];
  return aspects.map(([id, at]) => ({ id, kind: 'changed', at }));
}

/** The latest time at which a finding opened after all earlier ones had ended. */
function returnedAt(members: readonly Member[]): Instant | undefined {
  const lasting = members
    .filter((member) => !wasOverWhenSeen(member))
    .sort((left, right) => left.finding.openedAt - right.finding.openedAt);
  let ended = lasting[0]?.finding.openedAt ?? 0;
  let found: Instant | undefined;
  for (const { finding } of lasting) {
    if (finding.openedAt > ended) found = finding.openedAt;
    ended = Math.max(ended, finding.resolvedAt ?? Infinity);
  }
  return found;
}

function standing(view: IncidentView): IncidentMilestone[] {
  const findings = view.members.map(({ finding }) => finding);
  switch (statusOf(view)) {
    case 'open': {
      const at = returnedAt(view.members);
      return at === undefined ? [] : [{ id: `returned@${stamp(view, at)}`, kind: 'changed', at }];
    }
    case 'whitelisted': {
      const at = latestOf(findings.map(({ openedAt }) => openedAt));
      const since = findings.map(({ exemptSince, seenAt }) => exemptSince ?? seenAt);
      return [{ id: `accepted@${iso(at)}`, kind: 'accepted', at: latestOf(since) }];
    }
    case 'resolved': {
      const at = latestOf(findings.map((finding) => finding.resolvedAt ?? endOf(finding)));
      return [{ id: `resolved@${stamp(view, at)}`, kind: 'resolved', at }];
    }
    case 'closed': {
      const at = latestOf(findings.flatMap(({ closed }) => closed?.at ?? []));
      return [{ id: 'closed', kind: 'closed', at }];
    }
  }
}

/**
 * The milestones that the present state of an incident shows, in their order; empty while people are not told of it either.
 * What is over when an incident is first heard of is `opened` and `resolved`.
 */
export function incidentMilestones(view: IncidentView): readonly IncidentMilestone[] {
  if (!isTold(view)) return [];
  const opened: IncidentMilestone = { id: 'opened', kind: 'opened', at: view.incident.openedAt };
  return [opened, ...changes(view), ...standing(view)];
}

/** The milestones to publish when those in `said` were: what has changed before the first of them is part of it. */
export function unsaidMilestones(
  view: IncidentView,
  said: readonly string[],
): { readonly publish: readonly IncidentMilestone[]; readonly said: readonly string[] } {
  const due = incidentMilestones(view).filter(({ id }) => !said.includes(id));
  const isFirst = !said.includes('opened');
  return {
    publish: due.filter(({ kind }) => !isFirst || kind !== 'changed'),
    said: [...said, ...due.map(({ id }) => id)],
  };
}
