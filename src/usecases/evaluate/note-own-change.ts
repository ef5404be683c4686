import type { OwnParts } from '#domain/facts/own-parts.ts';
import { ownChangeOf } from '#domain/facts/own-parts.ts';
import type { Unreadable } from '#domain/facts/observation.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
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
  readonly own: OwnParts;
}

/** No account is read: the detector's account need not be watched, and only the call is evidence. */
const notAsked: Unreadable = { operation: 'none', code: 'NotAsked', message: 'Only the call is judged.' };

/** When the parts of the account are read again after a change, in seconds: CloudFormation changes one after the other. */
const readAgainSeconds = [60, 300] as const;

async function tell(parts: OwnChangeParts, request: EvaluationRequest, trigger: Trigger): Promise<void> {
  const { account, regions } = request;
  const visit: AccountVisit = {
    listRegions: async () => ({ kind: 'unreadable', why: notAsked }),
    observeRegion: async (region) => ({
      account,
      region,
      at: parts.clock.now(),
      trails: { kind: 'unreadable', why: notAsked },
      channels: undefined,
    }),
  };
  for (const region of regions === 'all' ? [] : regions) {
    const asked = { ...request, triggers: [trigger], forwarding: undefined };
    await evaluateRegion({ ...unread, ...parts }, visit, { account, region }, asked);
  }
}

/**
 * Opens findings for calls that end a part of the detector, one call after the other, so that each is told, and has the
 * account's parts read again after every call on a part whose state can be read. Findings are stored with the account
 * and Region of the call; what is remembered of trails there does not change.
 */
export function noteOwnChange(parts: OwnChangeParts): (request: EvaluationRequest) => Promise<void> {
  return async (request) => {
    const changes = request.triggers.map((trigger) => ({ trigger, ...ownChangeOf(trigger, parts.own) }));
    for (const change of changes) if (change.tell) await tell(parts, request, change.trigger);
    const triggers = changes.filter(({ readAgain }) => readAgain).map(({ trigger }) => trigger);
    if (triggers.length === 0) return;
    const again = { account: request.account, regions: 'all', why: 'parts', triggers } as const;
    await Promise.all(readAgainSeconds.map((seconds) => parts.followUps.lookAtParts([again], seconds)));
  };
}
