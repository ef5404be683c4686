import type { LogDestinationSight } from '#domain/facts/log-destination.ts';
import { logDestinationKey, logDestinationsOf } from '#domain/facts/log-destination.ts';
import type { Memory, Observation } from '#domain/facts/observation.ts';
import { isAtHome, isSeenByMember } from '#domain/facts/trail.ts';
import type { LogDestinationStore } from '#ports/log-destinations.ts';

/**
 * The last inspections of the log destinations of the account's own trails whose home Region was observed, by
 * `logDestinationKey`, and of the buckets of organization trails that it is a member of. Where more than one trail is
 * known, those of the account's other trails are read as well: what they deliver to decides whether they can stand in for
 * one that was lost.
 */
export async function destinationsAt(
  destinations: LogDestinationStore,
  { account, region, trails }: Observation,
  memory: Memory | undefined,
): Promise<ReadonlyMap<string, LogDestinationSight>> {
  const place = { account, region };
  const seen = trails.kind === 'seen' ? trails.value.map(({ trail }) => trail) : [];
  const trailsKnown = new Set(
    [...seen, ...(memory?.trails ?? []).map(({ trail }) => trail)].map(({ arn }) => arn),
  );
  const own = seen
    .filter((trail) => isAtHome(place, trail) || (trail.owner === account && trailsKnown.size > 1))
    .flatMap(logDestinationsOf);
  // A member's files go to a folder of their own, which a policy can shut out alone.
  const inherited = seen
    .filter((trail) => isSeenByMember(place, trail))
    .flatMap(({ bucket }) => (bucket === undefined ? [] : [{ kind: 'bucket' as const, id: bucket }]));
  const names = new Map([...own, ...inherited].map((one) => [logDestinationKey(one), one]));
  const known = await Promise.all([...names.values()].map((one) => destinations.readDestination(one)));
  return new Map(known.flatMap((sight) => (sight ? [[logDestinationKey(sight), sight] as const] : [])));
}
