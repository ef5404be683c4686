import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import type { AnsweredSelectors } from './answered-selectors.ts';
import type { EventSelectors, RecordedEvents } from './event-selectors.ts';
import type { ServiceLinkedChannel } from './channel.ts';
import type { Trail, TrailStatus } from './trail.ts';

/** Why something could not be read: the refused operation, and AWS's error code and message. */
export interface Unreadable {
  readonly operation: string;
  readonly code: string;
  readonly message: string;
}

/** A value that was read, or the reason why it could not be read. */
export type Sight<Seen> =
  { readonly kind: 'seen'; readonly value: Seen } | { readonly kind: 'unreadable'; readonly why: Unreadable };

/** One trail as seen from one account and Region. */
export interface TrailSight {
  readonly trail: Trail;
  readonly status: Sight<TrailStatus>;
  /** `undefined` when the trail has no custom selectors, which means: all management events. */
  readonly selectors?: Sight<EventSelectors> | undefined;
  /** The status of an organization trail was read in a member account because its owner could not be read. */
  readonly secondHand: boolean;
}

/** `selectors` as a member account read them of an organization trail; where it was refused, what the owner read of them. */
export function selectorsOrOwners(
  selectors: TrailSight['selectors'],
  recorded: RecordedEvents | undefined,
): TrailSight['selectors'] {
  if (selectors?.kind !== 'unreadable' || recorded === undefined) return selectors;
  return { kind: 'seen', value: { kind: 'owners', recorded } };
}

/** What was read in one account and Region. `at` is when the first read was sent. */
export interface Observation {
  readonly account: AccountId;
  readonly region: Region;
  readonly at: Instant;
  readonly trails: Sight<readonly TrailSight[]>;
  /** The channels through which AWS records without a trail; read only where no trail logs, undefined where refused. */
  readonly channels: readonly ServiceLinkedChannel[] | undefined;
}

/** A trail as it was last seen from one account and Region. */
export interface RememberedTrail {
  readonly trail: Trail;
  readonly status?: TrailStatus | undefined;
  /** What its selectors record; undefined without custom selectors, and when they were never read. */
  readonly recorded?: RecordedEvents | undefined;
  /** Its selectors, kept at its home only, to put them back; undefined without custom selectors, or when never read. */
  readonly answeredSelectors?: AnsweredSelectors | undefined;
  /** The earlier of our first observation of it logging and AWS's start time; a restart does not change it. */
  readonly loggingSince?: Instant | undefined;
  /** Since when it has recorded no more than now and delivered to the same bucket, prefix and key, as far as was seen. */
  readonly unchangedSince?: Instant | undefined;
  readonly seenAt: Instant;
  /** When it was first found to be gone; undefined while it exists. */
  readonly goneAt?: Instant | undefined;
}

/** What is remembered of one account and Region from its last successful observation. */
export interface Memory {
  readonly account: AccountId;
  readonly region: Region;
  readonly at: Instant;
  readonly trails: readonly RememberedTrail[];
}

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
 * `observation` with start times filled in from `before`: the status that a member account reads of an organization
 * trail says whether it logs, but has no times. Without one, a stopped trail would look like a trail never started.
 */
export function withKnownStarts(observation: Observation, before: Memory | undefined): Observation {
  const { trails } = observation;
  if (trails.kind === 'unreadable') return observation;
  const value = trails.value.map((sight) => withKnownStart(sight, before));
  return { ...observation, trails: { ...trails, value } };
}
