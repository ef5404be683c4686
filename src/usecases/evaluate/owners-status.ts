import type { Memory } from '#domain/facts/observation.ts';
import type { Trail, TrailStatus } from '#domain/facts/trail.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';
import type { Clock } from '#ports/clock.ts';
import type { IssueStore } from '#ports/issue-store.ts';
import type { ReadOwnersStatus } from '#ports/trail-observer.ts';

/** How old an owner's word on an organization trail may be, in milliseconds. */
const ownersStatusFreshForMs = 15 * 60 * 1000;

/** The word of the owners of organization trails, as it was read when they were last looked at. */
export function ownersStatusReader(parts: {
  readonly issues: IssueStore;
  readonly clock: Clock;
}): ReadOwnersStatus {
  // Asked once for all Regions: an organization's members are looked at in every one of them.
  const asked = new Map<AccountId, Promise<readonly Memory[]>>();
  return async (trail: Trail, region: Region): Promise<TrailStatus | undefined> => {
    const answer = asked.get(trail.owner) ?? parts.issues.listMemories(trail.owner);
    asked.set(trail.owner, answer);
    const memory = (await answer).find((one) => one.region === region);
    const known = memory?.trails.find((one) => one.trail.arn === trail.arn && one.goneAt === undefined);
    return known && parts.clock.now() - known.seenAt <= ownersStatusFreshForMs ? known.status : undefined;
  };
}
