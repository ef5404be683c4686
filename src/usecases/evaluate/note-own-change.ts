import type { Unreadable } from '#domain/facts/observation.ts';
import type { Clock } from '#ports/clock.ts';
import type { EvaluationRequest, FollowUps } from '#ports/follow-ups.ts';
import type { AccountVisit } from '#ports/trail-observer.ts';
import type { RegionParts } from './evaluate-region.ts';
import { evaluateRegion } from './evaluate-region.ts';

/** Facts that no rule about the detector's own parts reads. */
const unread = {
  expected: undefined,
  trustedAccess: undefined,
  organization: undefined,
  lakeByRegion: undefined,
} satisfies Partial<RegionParts>;

/** The parts of an evaluation for calls on the detector itself. */
export interface OwnChangeParts extends Omit<RegionParts, keyof typeof unread> {
  readonly followUps: FollowUps;
  readonly clock: Clock;
}

/** No account is read: the detector's account need not be watched, and only the call is evidence. */
const notAsked: Unreadable = { operation: 'none', code: 'NotAsked', message: 'Only the call is judged.' };

/**
 * Opens findings for calls on the detector's own parts, one call after the other, so that each is told. They are
 * stored with the account and Region of the call; what is remembered of trails there does not change.
 */
export function noteOwnChange(parts: OwnChangeParts): (request: EvaluationRequest) => Promise<void> {
  return async (request) => {
    const { account, regions, triggers } = request;
    const visit: AccountVisit = {
      listRegions: async () => ({ kind: 'unreadable', why: notAsked }),
      observeRegion: async (region) => ({
        account,
        region,
        at: parts.clock.now(),
        trails: { kind: 'unreadable', why: notAsked },
      }),
    };
    for (const trigger of triggers)
      for (const region of regions === 'all' ? [] : regions) {
        const asked = { ...request, triggers: [trigger], forwarding: undefined };
        const { changes } = await evaluateRegion({ ...unread, ...parts }, visit, { account, region }, asked);
        await parts.followUps.publishChanges(changes);
      }
  };
}
