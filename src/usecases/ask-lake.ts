import type { Trigger } from '#domain/facts/trigger.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import type { AskLake, LakeRequest, Lakes, LakeStore } from '#ports/lakes.ts';
import type { RegionOutcome } from './evaluate-region.ts';

/** What an evaluation has to do with CloudTrail Lake: it reads what is remembered, and has others look. */
export interface LakePart {
  readonly store: Pick<LakeStore, 'read'>;
  readonly ask: AskLake;
}

const isOfDataStore = ({ dependsOn }: Trigger): boolean => dependsOn?.kind === 'event-data-store';

/** Event data stores are no trails: what happens to one matters where it is, and nowhere else. */
export function isOfDataStores({ triggers }: EvaluationRequest): boolean {
  return triggers.length > 0 && triggers.every(isOfDataStore);
}

/** The look at event data stores that an evaluation asks for: after calls on them there, and on a sweep everywhere. */
export function lakeLook(
  { account, why, triggers, baseline }: EvaluationRequest,
  outcomes: readonly RegionOutcome[],
  lakes: Lakes = new Map(),
): LakeRequest | undefined {
  const calls = why === 'event' ? triggers.filter(isOfDataStore) : [];
  const regions = outcomes
    .filter(({ region }) => why === 'sweep' || calls.some((call) => call.region === region))
    .map(({ region }) => ({ region, knew: lakes.get(region)?.changedAt }));
  return regions.length === 0 ? undefined : { lake: account, regions, triggers: calls, baseline };
}
