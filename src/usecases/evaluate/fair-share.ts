import type { AccountId } from '#domain/values/account-id.ts';
import type { Clock } from '#ports/clock.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';

/** Evaluations on events that one process makes for one account in a minute; what exceeds them waits on the members' queue. */
export const shareOfMinute = 3;
const minute = 60_000;

const onEvents: ReadonlySet<EvaluationRequest['why']> = new Set([
  'event',
  'look-again',
  'own-change',
  'find-cause',
]);

/**
 * Whether a request is answered at once, or its account has had its share of the minute in this process. Twenty
 * processes serve the events queue, so the events of one account, however many, take 60 evaluations a minute of some
 * 240; the rest are handed on to the members' queue, where SQS serves all accounts fairly. Counting in the process
 * needs no store: an estimate is enough.
 */
export function fairShare(clock: Clock): (request: EvaluationRequest) => boolean {
  let begun = 0;
  const made = new Map<AccountId, number>();
  return ({ account, why, unhurried }) => {
    if (unhurried === true || !onEvents.has(why)) return true;
    const now = clock.now();
    if (now - begun >= minute) {
      begun = now;
      made.clear();
    }
    const before = made.get(account) ?? 0;
    made.set(account, before + 1);
    return before < shareOfMinute;
  };
}
