import type { Decision } from '#domain/facts/decision.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import type { Arrivals } from '#ports/arrivals.ts';
import type { Clock } from '#ports/clock.ts';

/**
 * Records the arrival of StartLogging events before they are planned; other events are not recorded. StartLogging on a
 * trail that logs is the harmless call by which a person can test the event path, and it leaves no other trace.
 */
export function noteArrivals<Answer>(
  { arrivals, clock }: { readonly arrivals: Arrivals; readonly clock: Clock },
  plan: (decision: Decision) => Promise<Answer>,
): (decision: Decision) => Promise<Answer> {
  return async (decision) => {
    if (decision.decision !== 'ignore' && decision.trigger.eventName === 'StartLogging') {
      const { accountId, region, eventId, at: calledAt } = decision.trigger;
      const account = parseAccountId(accountId);
      if (account) await arrivals.noteArrival({ account, region, eventId, calledAt, heardAt: clock.now() });
    }
    return plan(decision);
  };
}
