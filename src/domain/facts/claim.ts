import type { Instant } from '#domain/values/instant.ts';
import { instant } from '#domain/values/instant.ts';
import type { TrailArn } from '#domain/values/trail-arn.ts';
import { hidesSelectors, hidesUpdate } from './claimed-settings.ts';
import type { TrailSight } from './observation.ts';
import type { RequestFacts } from './trigger.ts';

/** What a successful call is recorded to have done. A claim is a hint; the state that is read decides. */
export interface Claim {
  readonly eventId: string;
  readonly eventName: string;
  readonly at: Instant;
  readonly effect: 'harm' | 'repair' | 'change';
  /** The trail that the call names; undefined when it names no trail. */
  readonly trail?: TrailArn | undefined;
  /** The name or ARN of the changed dependency: a bucket, key, log group, role or topic. */
  readonly about?: string | undefined;
  /** Whether the record lacks what was requested: a change can then have been for better or worse. */
  readonly parametersMissing?: boolean | undefined;
  /** The request parameters that are kept. */
  readonly requested?: RequestFacts | undefined;
  /** The account of the identity that made the call, as AWS recorded it. */
  readonly callerAccount?: string | undefined;
  /** The ARN of the role whose session made the call (session issuer); undefined for other identities. */
  readonly callerRole?: string | undefined;
}

// Event times are whole seconds, status times are finer, and the clocks of two services differ slightly.
/** How far the time of an event and a status time may differ and still mean the same call, in milliseconds. */
export const sameMoment = 5000;

/** Whether `claim` can be about `trail`: it names that trail, or no trail at all. */
export function concernsTrail(claim: Claim, trail: TrailArn): boolean {
  return claim.trail === undefined || claim.trail === trail;
}

/** Whether the status time `moment` reflects the call made at `claimedAt`, or a later call. */
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
 * Whether the state that was read does not yet show the effect of `claim` on the trail it names. CloudTrail is
 * eventually consistent (CloudTrail user guide, "Data consistency"), so the state has to be read again later.
 */
export function contradictsState(claim: Claim, sights: readonly TrailSight[]): boolean {
  if (claim.trail === undefined) return false;
  return contradictedBy(
    claim,
    sights.find((sight) => sight.trail.arn === claim.trail),
  );
}
