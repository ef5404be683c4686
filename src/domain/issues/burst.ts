import type { Actor } from '#domain/facts/actor.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { IncidentId } from './incident-id.ts';

/** So many failed calls of one actor make a burst. */
export const burstSize = 10;
/** They do when they lie so close together, in milliseconds. */
export const burstWithin = 5 * 60_000;
/** What the actor tries so long after a burst began is part of it, in milliseconds. */
export const burstLasts = 60 * 60_000;

/** Calls of one actor that failed, one after the other, on what Trailwarden watches. */
export interface Burst {
  readonly id: IncidentId;
  readonly account: AccountId;
  /** The first ten, oldest first; what followed is in the timeline of attempts. */
  readonly calls: readonly [Trigger, ...Trigger[]];
}

const prefix = 'attempts-';

/** The id under which a burst is told, made of a fresh incident id. */
export function burstId(fresh: IncidentId): IncidentId {
  return `${prefix}${fresh}` as IncidentId;
}

/** Whether `id` is that of a burst and not of an incident. */
export function isBurstId(id: IncidentId): boolean {
  return id.startsWith(prefix);
}

/** Who tried, as far as it can be told: equal for the calls of one actor. */
export function actorName({ arn, person, kind, accountId }: Actor): string {
  return (arn ?? `${kind} ${person ?? ''} ${accountId ?? ''}`).slice(0, 500);
}

/** The first ten calls that lie within five minutes, among the `calls` of one actor; undefined when there are none. */
export function burstIn(calls: readonly Trigger[]): Burst['calls'] | undefined {
  const inOrder = [...new Map(calls.map((call) => [call.sameAs, call])).values()].sort(
    (left, right) => (left.at ?? 0) - (right.at ?? 0) || (left.sameAs < right.sameAs ? -1 : 1),
  );
  for (const [index, first] of inOrder.entries()) {
    const last = inOrder[index + burstSize - 1];
    if (last === undefined) return undefined;
    if ((last.at ?? 0) - (first.at ?? 0) <= burstWithin)
      return [first, ...inOrder.slice(index + 1, index + burstSize)];
  }
  return undefined;
}
