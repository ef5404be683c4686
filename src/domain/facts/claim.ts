import type { Instant } from '#domain/values/instant.ts';
import { instant } from '#domain/values/instant.ts';
import type { TrailArn } from '#domain/values/trail-arn.ts';
import { hidesSelectors, hidesUpdate } from './claimed-settings.ts';
import type { TrailSight } from './observation.ts';
import type { RequestFacts } from './trigger.ts';

/** What a successful call says it did. A claim is a hint; the state that is read decides. */
export interface Claim {
  readonly eventId: string;
  readonly eventName: string;
  readonly at: Instant;
  readonly effect: 'harm' | 'repair' | 'change';
  /** The trail it names; undefined when it names none or something that trails depend on. */
  readonly trail?: TrailArn | undefined;
  /** The name or ARN of what it changed that trails depend on: a bucket, key, log group, role or topic. */
  readonly about?: string | undefined;
  /** What it asked for, as far as it is kept. */
  readonly requested?: RequestFacts | undefined;
}

// Event times are whole seconds, status times are finer, and the clocks of two services differ a little.
/** How far an event's time and a status time may lie apart and still mean the same call, in milliseconds. */
export const sameMoment = 5000;

/** Whether `claim` can speak about `trail`: it names it, or it names none. */
export function concernsTrail(claim: Claim, trail: TrailArn): boolean {
  return claim.trail === undefined || claim.trail === trail;
}

/** Whether the status time `moment` is that of the call at `claimedAt`, or of a later one. */
export function showsCallAt(moment: Instant | undefined, claimedAt: Instant): boolean {
  return moment !== undefined && moment >= claimedAt - sameMoment;
}

function contradictedBy(claim: Claim, sight: TrailSight | undefined): boolean {
  const status = sight?.status.kind === 'seen' ? sight.status.value : undefined;
  switch (claim.eventName) {
    case 'StopLogging':
      return status?.logging === true && !showsCallAt(status.stoppedAt, claim.at);
    case 'StartLogging':
      return status?.logging === false && !showsCallAt(status.stoppedAt, instant(claim.at + 2 * sameMoment));
    case 'DeleteTrail':
      return sight !== undefined;
    case 'CreateTrail':
      return sight === undefined;
    case 'UpdateTrail':
      return sight !== undefined && claim.requested !== undefined && hidesUpdate(sight, claim.requested);
    case 'PutEventSelectors':
      return sight !== undefined && claim.requested !== undefined && hidesSelectors(sight, claim.requested);
    default:
      return false;
  }
}

/**
 * Whether the state does not show yet what `claim` says was done to the trail it names. CloudTrail is eventually
 * consistent (CloudTrail user guide, "Data consistency"), so the answer is to look again a little later.
 */
export function contradictsState(claim: Claim, sights: readonly TrailSight[]): boolean {
  if (claim.trail === undefined) return false;
  return contradictedBy(
    claim,
    sights.find((sight) => sight.trail.arn === claim.trail),
  );
}
