import type { Trigger } from '#domain/facts/trigger.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import type { AskLake, LakeRequest, Lakes, LakeStore } from '#ports/lakes.ts';
import type { RegionOutcome } from './evaluate-region.ts';

/** CloudTrail Lake for evaluations: they read the stored state and ask another function to look. */
export interface LakePart {
  readonly store: Pick<LakeStore, 'readLakes'>;
  readonly ask: AskLake;
}

const isOfDataStore = ({ dependsOn }: Trigger): boolean => dependsOn?.kind === 'event-data-store';

/** Whether all calls concern event data stores, which, unlike trails, only affect their own Region. */
export function isOfDataStores({ triggers }: EvaluationRequest): boolean {
  return triggers.length > 0 && triggers.every(isOfDataStore);
}

const day = 24 * 3_600_000;

/** Whether an account without known event data stores is due: one day of seven, spread over the accounts by their ids. */
export function isDayOf(account: AccountId, at: Instant): boolean {
  return (Math.floor(at / day) + Number(account)) % 7 === 0;
}

/**
 * The look at event data stores that an evaluation asks for: after calls on them, in the Regions of the calls; on a
 * sweep, in all Regions of an account that is known to have some. An account without known stores is looked at once a
 * week, and with every sweep before the baseline is accepted, as each look costs one more role session.
 */
export function lakeLook(
  { account, why, triggers, baseline }: EvaluationRequest,
  outcomes: readonly RegionOutcome[],
  lakes: Lakes = new Map(),
): LakeRequest | undefined {
  const calls = why === 'event' ? triggers.filter(isOfDataStore) : [];
  const isWorthIt = ({ observation }: RegionOutcome): boolean =>
    lakes.size > 0 || baseline === true || isDayOf(account, observation.at);
  const regions = outcomes
    .filter((one) => (why === 'sweep' ? isWorthIt(one) : calls.some((call) => call.region === one.region)))
    .map(({ region }) => ({ region, knew: lakes.get(region)?.changedAt }));
  return regions.length === 0 ? undefined : { lake: account, regions, triggers: calls, baseline };
}
