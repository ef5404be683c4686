import type { Instant } from '#domain/values/instant.ts';
import { instant } from '#domain/values/instant.ts';
import type { AnsweredSelectors } from './answered-selectors.ts';
import { defaultSelectors } from './answered-selectors.ts';
import type { RecordedEvents } from './event-selectors.ts';
import { covers, recordedBy, recordsEverything } from './event-selectors.ts';
import type { RememberedTrail, TrailSight } from './observation.ts';
import type { Trail } from './trail.ts';

/** Since when a trail logs, and since when it does so unchanged. */
export type TrailHistory = Pick<RememberedTrail, 'loggingSince' | 'unchangedSince'>;

function earliest(...moments: readonly (Instant | undefined)[]): Instant | undefined {
  const known = moments.filter((moment) => moment !== undefined);
  return known.length === 0 ? undefined : instant(Math.min(...known));
}

/** The management events that a remembered trail recorded; undefined when its selectors could not be read. */
export function recordedOfRemembered({ trail, recorded }: RememberedTrail): RecordedEvents | undefined {
  return recorded ?? (trail.customSelectors ? undefined : recordsEverything);
}

/** The selectors of a remembered trail, to put them back; undefined when they are not known here. */
export function selectorsOfRemembered({
  trail,
  answeredSelectors,
}: RememberedTrail): AnsweredSelectors | undefined {
  return trail.customSelectors ? answeredSelectors : defaultSelectors;
}

/** Since when a remembered trail logs; rows of earlier versions do not say so, but have its status. */
export function loggingSinceOf({ loggingSince, status, seenAt }: RememberedTrail): Instant | undefined {
  return loggingSince ?? (status?.logging === true ? earliest(status.startedAt, seenAt) : undefined);
}

/** Whether two states of a trail deliver to the same bucket, prefix and key. */
export function isSameTarget(one: Trail, other: Trail): boolean {
  return one.bucket === other.bucket && one.prefix === other.prefix && one.kmsKey === other.kmsKey;
}

/** Whether `now` records nothing that `was` did not. */
function addsNothing(now: RecordedEvents | undefined, was: RecordedEvents | undefined): boolean {
  if (now === undefined || was === undefined) return now === was;
  return (
    covers(was.writes, now.writes) &&
    covers(was.reads, now.reads) &&
    was.excludedSources.every((source) => now.excludedSources.includes(source))
  );
}

function isUnchanged({ trail, selectors }: TrailSight, known: RememberedTrail): boolean {
  const now = selectors?.kind === 'seen' ? recordedBy(selectors.value) : undefined;
  const unread = selectors?.kind === 'unreadable';
  const recorded = selectors === undefined ? recordsEverything : now;
  return isSameTarget(trail, known.trail) && (unread || addsNothing(recorded, recordedOfRemembered(known)));
}

/**
 * The history of a trail after a look at `at`, from what was remembered of it. A restart shortens nothing; another
 * target, or events that it did not record before, begin `unchangedSince` anew. `known` is undefined for a trail that was
 * never seen or was gone.
 */
export function historyOf(sight: TrailSight, known: RememberedTrail | undefined, at: Instant): TrailHistory {
  const before = known?.goneAt === undefined ? known : undefined;
  const { status } = sight;
  if (status.kind === 'unreadable')
    return { loggingSince: before && loggingSinceOf(before), unchangedSince: before?.unchangedSince };
  const started = status.value.logging ? earliest(status.value.startedAt, at) : undefined;
  const loggingSince = earliest(before && loggingSinceOf(before), started);
  if (before === undefined) return { loggingSince, unchangedSince: started };
  if (!isUnchanged(sight, before))
    return { loggingSince, unchangedSince: started === undefined ? undefined : at };
  return { loggingSince, unchangedSince: before.unchangedSince ?? loggingSinceOf(before) ?? started };
}
