import type { Unreadable } from '#domain/facts/observation.ts';
import type { Clock } from '#ports/clock.ts';
import type { EvaluationRequest, FollowUps } from '#ports/follow-ups.ts';
import type { AccountVisit } from '#ports/trail-observer.ts';
import type { RegionParts } from './evaluate-region.ts';
import { evaluateRegion } from './evaluate-region.ts';

/** What noting changes of the detector itself needs. */
export interface OwnChangeParts extends RegionParts {
  readonly followUps: FollowUps;
  readonly clock: Clock;
}

/** Nobody is asked: the detector's account need not be watched, and no state tells who did it. */
const notAsked: Unreadable = { operation: 'none', code: 'NotAsked', message: 'Only the call is judged.' };

/**
 * Opens what calls on the detector's own parts come to, one after the other, so that each is told. It is remembered
 * with the account and Region they were made in; what is known there of trails stays as it is.
 */
export function noteOwnChange(parts: OwnChangeParts): (request: EvaluationRequest) => Promise<void> {
  return async (request) => {
    const { account, regions, triggers } = request;
    const visit: AccountVisit = {
      listRegions: async () => ({ kind: 'unreadable', why: notAsked }),
      observeRegion: async (region) => ({
        ...{ account, region, at: parts.clock.now() },
        trails: { kind: 'unreadable', why: notAsked },
      }),
    };
    for (const trigger of triggers)
      for (const region of regions === 'all' ? [] : regions) {
        const asked = { ...request, triggers: [trigger] };
        const { changes } = await evaluateRegion(parts, visit, { account, region }, asked);
        await parts.followUps.publishChanges(changes);
      }
  };
}
