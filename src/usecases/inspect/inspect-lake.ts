import pLimit from 'p-limit';
import type { LakeSight } from '#domain/facts/lake.ts';
import { rememberStores } from '#domain/facts/lake.ts';
import type { Clock } from '#ports/clock.ts';
import type { DependentEvaluations } from '#ports/log-destinations.ts';
import type { Directory } from '#ports/directory.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import type { AskLake, LakePlace, LakeRequest, LakeStore, ReadLake } from '#ports/lakes.ts';
import { settled, throwIfAny } from '#usecases/all-settled.ts';
import { noFurtherLooks } from '#usecases/no-further-looks.ts';
import { followUpLookSeconds } from './inspect-destination.ts';

/** The reader, the store and the queues of a look at CloudTrail Lake. */
export interface LakeParts {
  readonly lakes: LakeStore;
  readonly readLake: ReadLake;
  readonly askLake: AskLake;
  readonly directory: Directory;
  readonly evaluations: Pick<DependentEvaluations, 'askEvaluations'>;
  readonly clock: Clock;
}

/** How many Regions of one account are looked at concurrently. */
const regionsAtOnce = 6;

interface Looked {
  readonly place: LakePlace;
  readonly sight: LakeSight;
}

/** What is known of the place now; undefined if it could not be read, or never had an event data store. */
async function look(parts: LakeParts, { lake: account }: LakeRequest, place: LakePlace, before?: LakeSight) {
  const at = parts.clock.now();
  const seen = await parts.readLake(account, place.region);
  // An unreadable place changes nothing in what is known of its stores.
  if (seen.kind === 'unreadable') return undefined;
  const { region } = place;
  const sight = rememberStores(before, { account, region, at, seen: seen.value });
  if (before === undefined && sight.stores.length === 0) return undefined;
  if ((await parts.lakes.keepLake(sight)) === 'applied') return { place, sight };
  return { place, sight: (await parts.lakes.readLakes(account)).get(region) ?? sight };
}

function evaluationOf(
  { lake: account, triggers, again, baseline }: LakeRequest,
  { place: { region, knew }, sight }: Looked,
): EvaluationRequest[] {
  const isCall = triggers.length > 0;
  const isOther = knew !== sight.changedAt;
  if (isCall ? again !== undefined && !isOther : !isOther) return [];
  const request = { account, regions: [region], why: 'look-again', triggers } as const;
  if (isCall) return [{ ...request, lookedAgain: noFurtherLooks }];
  return [{ ...request, baseline, inspected: knew === undefined ? 'first' : 'changed' }];
}

async function lookLater(parts: LakeParts, request: LakeRequest, looked: readonly Looked[]): Promise<void> {
  const { again: taken = 0, triggers } = request;
  const next = followUpLookSeconds[taken];
  if (triggers.length === 0 || next === undefined) return;
  const known = new Map(looked.map(({ place: { region }, sight }) => [region, sight.changedAt]));
  const regions = request.regions.map(({ region, knew }) => ({ region, knew: known.get(region) ?? knew }));
  await parts.askLake(
    { ...request, regions, again: taken + 1 },
    next - (followUpLookSeconds[taken - 1] ?? 0),
  );
}

/**
 * Reads the event data stores of an account, stores what was found, and asks for the evaluation of the Regions that
 * know them differently. All of it derives from the request and the stores, so repeating it is harmless.
 */
export function inspectLake(parts: LakeParts): (request: LakeRequest) => Promise<void> {
  return async (request) => {
    const { lake, regions } = request;
    if (!(await parts.directory.listAccounts()).has(lake)) return;
    const before = await parts.lakes.readLakes(lake);
    const limit = pLimit(regionsAtOnce);
    const { done, failures } = await settled(
      regions.map((place) => limit(() => look(parts, request, place, before.get(place.region)))),
    );
    const looked = done.filter((one) => one !== undefined);
    await parts.evaluations.askEvaluations(looked.flatMap((one) => evaluationOf(request, one)));
    throwIfAny(`CloudTrail Lake of ${lake} could not be looked at`, failures);
    await lookLater(parts, request, looked);
  };
}
