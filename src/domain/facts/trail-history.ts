import type { Instant } from '#domain/values/instant.ts';
import { instant } from '#domain/values/instant.ts';
import type { AnsweredSelectors } from './answered-selectors.ts';
import { defaultSelectors } from './answered-selectors.ts';
import type { RecordedEvents } from './event-selectors.ts';
import { coversAll, recordedBy, recordsEverything } from './event-selectors.ts';
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

/** Whether `now` records nothing that `was` did not; false when it is not known what `was` recorded. */
function addsNothing(now: RecordedEvents, was: RecordedEvents | undefined): boolean {
  return was !== undefined && coversAll(was, now);
}

function isUnchanged({ trail, selectors }: TrailSight, known: RememberedTrail): boolean {
  if (!isSameTarget(trail, known.trail)) return false;
  if (selectors?.kind === 'unreadable') return true;
  const recorded = selectors === undefined ? recordsEverything : recordedBy(selectors.value);
  return addsNothing(recorded, recordedOfRemembered(known));
}

/** Since when a trail is as it is, in rows of earlier versions, which keep neither date; one that lacks only this was changed while stopped. */
function sinceInEarlierRow(known: RememberedTrail): Instant | undefined {
  return known.loggingSince === undefined ? loggingSinceOf(known) : undefined;
}

/**
 * Since when a trail records here that the last look at the place, at `lookedAt`, did not find: not since before that look. AWS's
 * start time is older where an old trail was made one of all Regions, or of the organization.
 */
function newHereSince(
  started: Instant | undefined,
  lookedAt: Instant | undefined,
  at: Instant,
): Instant | undefined {
  if (started === undefined || lookedAt === undefined) return started;
  return instant(Math.max(started, Math.min(lookedAt, at)));
}

/**
 * The history of a trail after a look at `at`, from what was remembered of it. A restart shortens nothing; another
 * target, or events that it did not record before, begin `unchangedSince` anew. `known` is undefined for a trail that was
 * never seen or was gone; `lookedAt` is the last look at the place, undefined before the first.
 */
export function historyOf(
  sight: TrailSight,
  known: RememberedTrail | undefined,
  at: Instant,
  lookedAt: Instant | undefined,
): TrailHistory {
  const before = known?.goneAt === undefined ? known : undefined;
  const { status } = sight;
  const logs = status.kind === 'seen' && status.value.logging;
  const started = logs ? earliest(status.value.startedAt, at) : undefined;
  const loggingSince = earliest(before && loggingSinceOf(before), started);
  if (before === undefined) return { loggingSince, unchangedSince: newHereSince(started, lookedAt, at) };
  if (!isUnchanged(sight, before)) {
    const isStopped = status.kind === 'seen' && !logs;
    return { loggingSince, unchangedSince: isStopped ? undefined : at };
  }
  return { loggingSince, unchangedSince: before.unchangedSince ?? sinceInEarlierRow(before) ?? started };
}
