import type { Trigger } from '#domain/facts/trigger.ts';
import type { IncidentView } from '#domain/issues/incident.ts';

/** Orders by time, calls without one last; equal ones stay in their order. */
function byTime(left: Trigger, right: Trigger): number {
  const apart = (left.at ?? Infinity) - (right.at ?? Infinity);
  return Number.isNaN(apart) ? 0 : apart;
}

/** The calls that caused an incident, each once, oldest first; empty while no cause is known. */
export function causesOf(view: IncidentView): readonly Trigger[] {
  const named = view.members.flatMap(({ finding }) =>
    finding.causedBy === undefined ? [] : [finding.causedBy],
  );
  const calls = new Map<string, Trigger>();
  for (const id of [...new Set(named)].sort()) {
    const call = view.events.get(id);
    if (call && !calls.has(call.sameAs)) calls.set(call.sameAs, call);
  }
  return [...calls.values()].sort(byTime);
}
