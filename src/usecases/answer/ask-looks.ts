import type { AccountId } from '#domain/values/account-id.ts';
import type { Place } from '#domain/values/place.ts';
import type { EvaluationRequest, FollowUps } from '#ports/follow-ups.ts';

/** The queues that evaluations are asked for on. */
export interface AskLooksParts {
  readonly followUps: Pick<FollowUps, 'lookAgain' | 'fanOut'>;
}

/** Most accounts whose look is asked for on the events queue, where it is made at once; more go to the members' queue. */
const accountsAtOnce = 3;

/** Asks for a look at these places, all Regions of an account in one request; returns the number of accounts. */
export async function askLooks({ followUps }: AskLooksParts, places: readonly Place[]): Promise<number> {
  const byAccount = Map.groupBy(places, ({ account }) => account);
  const requests = [...byAccount].map(([account, those]): EvaluationRequest => requestFor(account, those));
  if (requests.length > accountsAtOnce) await followUps.fanOut(requests);
  else await Promise.all(requests.map((request) => followUps.lookAgain(request, 0)));
  return requests.length;
}

function requestFor(account: AccountId, places: readonly Place[]): EvaluationRequest {
  const regions = [...new Set(places.map(({ region }) => region))].sort();
  return { account, regions, why: 'look-again', triggers: [] };
}
