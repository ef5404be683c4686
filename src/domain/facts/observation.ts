import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import type { EventSelectors } from './event-selectors.ts';
import type { Trail, TrailStatus } from './trail.ts';
import { wasEverStarted } from './trail.ts';

/** Why something could not be seen: the refused operation, AWS's error code and AWS's own words. */
export interface Unreadable {
  readonly operation: string;
  readonly code: string;
  readonly message: string;
}

/** Not seeing is its own fact: something was seen, or it was not and here is why. */
export type Sight<Seen> =
  { readonly kind: 'seen'; readonly value: Seen } | { readonly kind: 'unreadable'; readonly why: Unreadable };

/** One trail as seen from one account and Region. */
export interface TrailSight {
  readonly trail: Trail;
  readonly status: Sight<TrailStatus>;
  /** `undefined` when the trail has no custom selectors, which means: all management events. */
  readonly selectors?: Sight<EventSelectors> | undefined;
  /** The status of an organization trail as a member tells it, because its owner could not be asked. */
  readonly secondHand: boolean;
}

/** What one account and Region showed. `at` is the moment the first read was sent. */
export interface Observation {
  readonly account: AccountId;
  readonly region: Region;
  readonly at: Instant;
  readonly trails: Sight<readonly TrailSight[]>;
}

/** A trail as it was last seen from one account and Region. */
export interface RememberedTrail {
  readonly trail: Trail;
  readonly status?: TrailStatus | undefined;
  readonly selectors?: EventSelectors | undefined;
  readonly seenAt: Instant;
  /** When it was first found to be gone; undefined while it is there. */
  readonly goneAt?: Instant | undefined;
}

/** Everything remembered of one account and Region from its last successful observation. */
export interface Memory {
  readonly account: AccountId;
  readonly region: Region;
  readonly at: Instant;
  readonly trails: readonly RememberedTrail[];
}

/** How long a trail that is gone is remembered: as long as CloudTrail's event history, 90 days. */
const goneIsForgottenAfter = 90 * 24 * 3600 * 1000;
/** How long it is remembered once others record all there is to record. */
const replacedIsForgottenAfter = 180 * 1000;

function withKnownStart(sight: TrailSight, before: Memory | undefined): TrailSight {
  const { trail, status, secondHand } = sight;
  const known = before?.trails.find((candidate) => candidate.trail.arn === trail.arn);
  if (!secondHand || status.kind === 'unreadable' || known?.status === undefined) return sight;
  const start = known.status.startedAt ?? (known.status.logging ? known.seenAt : undefined);
  return {
    ...sight,
    status: { ...status, value: { ...status.value, startedAt: status.value.startedAt ?? start } },
  };
}

/**
 * What was seen, with what was known before: a member of the organization is told whether its trail logs, and no times.
 * A trail that recorded and is stopped would look like one that was made anew and never started.
 */
export function withKnownStarts(observation: Observation, before: Memory | undefined): Observation {
  const { trails } = observation;
  if (trails.kind === 'unreadable') return observation;
  const value = trails.value.map((sight) => withKnownStart(sight, before));
  return { ...observation, trails: { ...trails, value } };
}

/** Deleted and created again, but not started yet: the trail that recorded here is still missed. */
function isMadeAnew({ trail, status }: TrailSight, before: Memory | undefined): boolean {
  const known = before?.trails.find((candidate) => candidate.trail.arn === trail.arn)?.status;
  const wasStarted = known !== undefined && wasEverStarted(known);
  return wasStarted && status.kind === 'seen' && !wasEverStarted(status.value);
}

/**
 * What is remembered after `observation`: seen trails anew, vanished ones with the moment they were missed.
 * `whole`: the trails that are there record everything, so that the vanished ones are not missed for long.
 */
export function rememberTrails(
  before: Memory | undefined,
  observation: Observation,
  whole: boolean,
): Memory | undefined {
  const { account, region, at } = observation;
  if (observation.trails.kind === 'unreadable') return before;
  const sights = observation.trails.value.filter((sight) => !isMadeAnew(sight, before));
  const present = sights.map(({ trail, status, selectors }): RememberedTrail => {
    const known = before?.trails.find((candidate) => candidate.trail.arn === trail.arn);
    return {
      trail,
      status: status.kind === 'seen' ? status.value : known?.status,
      selectors: selectors?.kind === 'seen' ? selectors.value : selectors && known?.selectors,
      // A status that could not be read keeps the moment it is from: an old word must not look fresh.
      seenAt: status.kind === 'seen' ? at : (known?.seenAt ?? at),
    };
  });
  const gone = (before?.trails ?? [])
    .filter(({ trail }) => !sights.some((sight) => sight.trail.arn === trail.arn))
    .map((known): RememberedTrail => ({ ...known, goneAt: known.goneAt ?? at }))
    .filter(({ goneAt = at }) => at - goneAt < (whole ? replacedIsForgottenAfter : goneIsForgottenAfter));
  return { account, region, at, trails: [...present, ...gone] };
}
