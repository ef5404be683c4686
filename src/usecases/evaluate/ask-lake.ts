import type { Trigger } from '#domain/facts/trigger.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import type { AskLake, LakeRequest, Lakes, LakeStore } from '#ports/lakes.ts';
import type { RegionOutcome } from './evaluate-region.ts';

/** What an evaluation has to do with CloudTrail Lake: it reads what is remembered, and has others look. */
export interface LakePart {
  readonly store: Pick<LakeStore, 'readLakes'>;
  readonly ask: AskLake;
}

const isOfDataStore = ({ dependsOn }: Trigger): boolean => dependsOn?.kind === 'event-data-store';

/** Event data stores are no trails: what happens to one matters where it is, and nowhere else. */
export function isOfDataStores({ triggers }: EvaluationRequest): boolean {
  return triggers.length > 0 && triggers.every(isOfDataStore);
}

const day = 24 * 3_600_000;

/** An account without event data stores is asked for them on one day of seven, each account on its own. */
export function isDayOf(account: AccountId, at: Instant): boolean {
  return (Math.floor(at / day) + Number(account)) % 7 === 0;
}

/**
 * The look at event data stores that an evaluation asks for: after calls on them there, and on a sweep everywhere in an
 * account that is known to have some. Where none are known a look finds something once in a blue moon, and costs
 * another function the same role again: it is taken once a week, and before the baseline is accepted.
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
