import type { Memory } from '#domain/facts/observation.ts';
import { recordedOfRemembered } from '#domain/facts/trail-history.ts';
import type { Trail } from '#domain/facts/trail.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';
import type { Clock } from '#ports/clock.ts';
import type { IssueStore } from '#ports/issue-store.ts';
import type { OwnersWord, ReadOwnersStatus } from '#ports/trail-observer.ts';

/** How old the status that was read in the owner's account may be, in milliseconds. */
const ownersStatusFreshForMs = 15 * 60 * 1000;

/**
 * The state of organization trails as it was last read in their owners' accounts; undefined if that is not fresh, or
 * older than one of `triggers`.
 */
export function ownersStatusReader(
  parts: { readonly issues: IssueStore; readonly clock: Clock },
  triggers: readonly Trigger[],
): ReadOwnersStatus {
  const lastCall = Math.max(0, ...triggers.map(({ at }) => at ?? 0));
  // The owner's memories are read once per visit: a member sees the organization trail in every Region.
  const memoriesByOwner = new Map<AccountId, Promise<readonly Memory[]>>();
  return async (trail: Trail, region: Region): Promise<OwnersWord | undefined> => {
    const answer = memoriesByOwner.get(trail.owner) ?? parts.issues.listMemories(trail.owner);
    memoriesByOwner.set(trail.owner, answer);
    answer.catch(() => memoriesByOwner.delete(trail.owner));
    const memory = (await answer).find((one) => one.region === region);
    const known = memory?.trails.find((one) => one.trail.arn === trail.arn && one.goneAt === undefined);
    if (known?.status === undefined || known.seenAt < lastCall) return undefined;
    if (parts.clock.now() - known.seenAt > ownersStatusFreshForMs) return undefined;
    return { status: known.status, recorded: recordedOfRemembered(known) };
  };
}
