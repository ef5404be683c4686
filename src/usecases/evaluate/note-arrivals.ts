import type { Decision } from '#domain/facts/decision.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import type { Arrivals } from '#ports/arrivals.ts';
import type { Clock } from '#ports/clock.ts';

/**
 * Notes that a StartLogging came, before anything is made of it: starting what logs is the one harmless call by which
 * a person can see that calls are heard, and it leaves no other trace. Notes nothing of other calls.
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
