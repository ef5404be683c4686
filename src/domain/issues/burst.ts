import type { Actor } from '#domain/facts/actor.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { IncidentId } from './incident-id.ts';

/** How many failed calls of one actor make a burst. */
export const burstSize = 10;
/** The longest time between the first and the last of the calls that make a burst, in milliseconds. */
export const burstWithin = 5 * 60_000;
/** How long after its first call a burst takes in further failed calls of its actor, in milliseconds. */
export const burstLasts = 60 * 60_000;

/** A series of failed calls by one actor on resources that Trailwarden watches. */
export interface Burst {
  readonly id: IncidentId;
  readonly account: AccountId;
  /** The first ten calls, oldest first; later ones are only in the attempt log. */
  readonly calls: readonly [Trigger, ...Trigger[]];
}

const prefix = 'attempts-';

/** The id under which a burst is reported: `attempts-` and a fresh incident id. */
export function burstId(fresh: IncidentId): IncidentId {
  return `${prefix}${fresh}` as IncidentId;
}

/** Whether `id` names a burst; otherwise it names an incident or a test alert. */
export function isBurstId(id: IncidentId): boolean {
  return id.startsWith(prefix);
}

/** A key that is equal for all calls of one actor: the ARN, or else kind, person and account; at most 500 characters. */
export function actorName({ arn, person, kind, accountId }: Actor): string {
  return (arn ?? `${kind} ${person ?? ''} ${accountId ?? ''}`).slice(0, 500);
}

/** The first ten of one actor's `calls` that lie within five minutes of each other; undefined when no ten do. */
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
