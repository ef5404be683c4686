import type { Place } from '#domain/values/place.ts';
import { byteLength } from '#domain/values/byte-length.ts';
import { recordedBy } from './event-selectors.ts';
import type { Memory, Observation, RememberedTrail, TrailSight } from './observation.ts';
import { isAtHome, wasEverStarted } from './trail.ts';
import { historyOf, loggingSinceOf, recordedOfRemembered, selectorsOfRemembered } from './trail-history.ts';

/** How long a trail that is gone is remembered, in milliseconds: 90 days, as CloudTrail's event history. */
const goneIsForgottenAfter = 90 * 24 * 3600 * 1000;
/** The same, in milliseconds, when other trails record all management events. */
const replacedIsForgottenAfter = 180 * 1000;

/** Largest size of the trails in a memory, in bytes; a row of DynamoDB takes 400 KB with everything in it. */
const trailsKept = 250_000;

/** What is kept of a trail elsewhere than at its home: where it delivers, and what it is. */
function atPlace(place: Place, known: RememberedTrail): RememberedTrail {
  if (isAtHome(place, known.trail)) return known;
  const trail = { ...known.trail, logGroup: undefined, logsRole: undefined, topic: undefined };
  return { ...known, trail, answeredSelectors: undefined };
}

/**
 * What a trail records, as it is kept: what it recorded when it was last seen to log, so that selectors that are changed
 * while it is stopped, or while something of it cannot be read, are still compared with that. As they are, of one that was
 * never seen to log.
 */
function selectionOf(
  { status, selectors }: TrailSight,
  known: RememberedTrail | undefined,
): Pick<RememberedTrail, 'recorded' | 'answeredSelectors'> {
  const logs = status.kind === 'seen' && status.value.logging;
  const hasLogged = known !== undefined && loggingSinceOf(known) !== undefined;
  if (known !== undefined && (selectors?.kind === 'unreadable' || (!logs && hasLogged)))
    return { recorded: recordedOfRemembered(known), answeredSelectors: selectorsOfRemembered(known) };
  return selectors?.kind === 'seen'
    ? { recorded: recordedBy(selectors.value), answeredSelectors: selectors.value.answered }
    : {};
}

const never = Number.MAX_SAFE_INTEGER;

/** Trails in the order in which they are worth remembering: those that others set up, then the oldest; gone ones last. */
function byWorth({ account }: Place) {
  const gone = ({ goneAt }: RememberedTrail): number => (goneAt === undefined ? 0 : 1);
  const own = ({ trail }: RememberedTrail): number => (trail.owner === account ? 1 : 0);
  return (left: RememberedTrail, right: RememberedTrail): number =>
    gone(left) - gone(right) ||
    own(left) - own(right) ||
    (loggingSinceOf(left) ?? never) - (loggingSinceOf(right) ?? never) ||
    (right.goneAt ?? 0) - (left.goneAt ?? 0);
}

/** As many of `trails` as a row can hold, the most valuable ones, in their order. */
function boundedTrails(trails: readonly RememberedTrail[], place: Place): readonly RememberedTrail[] {
  const reduced = trails.map((known) => atPlace(place, known));
  let left = trailsKept;
  const kept = new Set(reduced.toSorted(byWorth(place)).filter((known) => (left -= byteLength(known)) > 0));
  return reduced.filter((known) => kept.has(known));
}

/**
 * Whether a trail that recorded was deleted and created again but not started: it still counts as gone. One whose status
 * was never read recorded as far as is known if it was missed before.
 */
export function isMadeAnew(known: RememberedTrail, { status }: TrailSight): boolean {
  const recorded = known.status === undefined ? known.goneAt !== undefined : wasEverStarted(known.status);
  return recorded && status.kind === 'seen' && !wasEverStarted(status.value);
}

/**
 * What is remembered after `observation`: the trails that were seen, and the vanished ones with the time when they were
 * first found gone. `isReplaced`: the remaining trails record what a vanished one did, so it is forgotten sooner.
 */
export function rememberTrails(
  before: Memory | undefined,
  observation: Observation,
  isReplaced: (known: RememberedTrail) => boolean,
): Memory | undefined {
  const { account, region, at } = observation;
  if (observation.trails.kind === 'unreadable') return before;
  const knownAs = ({ trail }: TrailSight): RememberedTrail | undefined =>
    before?.trails.find((candidate) => candidate.trail.arn === trail.arn);
  const sights = observation.trails.value.filter((sight) => {
    const known = knownAs(sight);
    return known === undefined || !isMadeAnew(known, sight);
  });
  const present = sights.map((sight): RememberedTrail => {
    const { trail, status } = sight;
    const known = knownAs(sight);
    return {
      trail,
      status: status.kind === 'seen' ? status.value : known?.status,
      ...selectionOf(sight, known),
      ...historyOf(sight, known, at, before?.at),
      // A remembered status keeps the time when it was read.
      seenAt: status.kind === 'seen' ? at : (known?.seenAt ?? at),
    };
  });
  const gone = (before?.trails ?? [])
    .filter(({ trail }) => !sights.some((sight) => sight.trail.arn === trail.arn))
    .map((known): RememberedTrail => ({ ...known, goneAt: known.goneAt ?? at }))
    .filter((known) => {
      const age = at - (known.goneAt ?? at);
      return age < replacedIsForgottenAfter || (age < goneIsForgottenAfter && !isReplaced(known));
    });
  return { account, region, at, trails: boundedTrails([...present, ...gone], observation) };
}
