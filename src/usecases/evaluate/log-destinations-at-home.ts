import type { LogDestinationSight } from '#domain/facts/log-destination.ts';
import { logDestinationKey, logDestinationsOf } from '#domain/facts/log-destination.ts';
import type { Observation } from '#domain/facts/observation.ts';
import { isAtHome, isSeenByMember } from '#domain/facts/trail.ts';
import type { LogDestinationStore } from '#ports/log-destinations.ts';

/**
 * The last inspections of the log destinations of the account's own trails whose home Region was observed, by
 * `logDestinationKey`, and of the buckets of organization trails that it is a member of. A trail's settings and
 * destinations are judged in its home Region only.
 */
export async function destinationsAt(
  destinations: LogDestinationStore,
  { account, region, trails }: Observation,
): Promise<ReadonlyMap<string, LogDestinationSight>> {
  const home = trails.kind === 'seen' ? trails.value.map(({ trail }) => trail) : [];
  const place = { account, region };
  const own = home.filter((trail) => isAtHome(place, trail)).flatMap(logDestinationsOf);
  // A member's files go to a folder of their own, which a policy can shut out alone.
  const inherited = home
    .filter((trail) => isSeenByMember(place, trail))
    .flatMap(({ bucket }) => (bucket === undefined ? [] : [{ kind: 'bucket' as const, id: bucket }]));
  const names = new Map([...own, ...inherited].map((one) => [logDestinationKey(one), one]));
  const known = await Promise.all([...names.values()].map((one) => destinations.readDestination(one)));
  return new Map(known.flatMap((sight) => (sight ? [[logDestinationKey(sight), sight] as const] : [])));
}
