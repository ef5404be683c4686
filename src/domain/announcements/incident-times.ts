import type { IncidentView, Member } from '#domain/issues/incident.ts';
import { endOf, statusOf } from '#domain/issues/incident.ts';
import type { Instant } from '#domain/values/instant.ts';

/** How long an incident took, in whole seconds; `blindMinutes` sums up accounts and Regions. */
export interface IncidentTimes {
  /** From the first harmful call, or what is known of the beginning, to its detection. */
  readonly secondsToDetect: number;
  /** From its detection to the end of all its findings; undefined while it is open. */
  readonly secondsToResolve?: number | undefined;
  /** Minutes in which nothing was recorded, of all accounts and Regions together; until `now` while it lasts. */
  readonly blindMinutes: number;
}

const seconds = (milliseconds: number): number => Math.max(0, Math.round(milliseconds / 1000));

function blindMinutesOf(members: readonly Member[], now: Instant): number {
  const blind = members.filter(
    ({ finding: { harm, peak } }) => harm === 'not-recording' && peak === 'critical',
  );
  const places = Map.groupBy(blind, ({ account, region }) => `${account} ${region}`);
  const minutes = [...places.values()].map((those) => {
    const since = Math.min(...those.map(({ finding }) => finding.since));
    const until = those.map(({ finding }) => (finding.state === 'open' ? now : endOf(finding)));
    return Math.max(0, Math.max(...until) - since) / 60_000;
  });
  return Math.round(minutes.reduce((sum, one) => sum + one, 0));
}

/** How long the incident took to be detected and to be resolved, and how long nothing was recorded. */
export function timesOf(view: IncidentView, now: Instant): IncidentTimes {
  const { members, incident, events } = view;
  const calls = [...events.values()].flatMap(({ at }) => at ?? []);
  const begun = calls.length > 0 ? calls : members.map(({ finding }) => finding.since);
  const from = begun.reduce<number>((first, at) => Math.min(first, at), incident.openedAt);
  const isOver = members.length > 0 && ['resolved', 'closed'].includes(statusOf(view));
  // One after the other: 170,000 members are more arguments than a call takes.
  const end = members.reduce(
    (latest, { finding }) => Math.max(latest, finding.resolvedAt ?? endOf(finding)),
    0,
  );
  return {
    secondsToDetect: seconds(incident.openedAt - from),
    secondsToResolve: isOver ? seconds(end - incident.openedAt) : undefined,
    blindMinutes: blindMinutesOf(members, now),
  };
}
