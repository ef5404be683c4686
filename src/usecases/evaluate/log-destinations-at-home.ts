import type { LogDestinationSight } from '#domain/facts/log-destination.ts';
import { logDestinationKey, logDestinationsOf } from '#domain/facts/log-destination.ts';
import type { Observation } from '#domain/facts/observation.ts';
import { isAtHome } from '#domain/facts/trail.ts';
import type { LogDestinationStore } from '#ports/log-destinations.ts';

/**
 * The last inspections of the log destinations of the account's own trails whose home Region was observed, by
 * `logDestinationKey`. A trail's settings and destinations are judged in its home Region only.
 */
export async function destinationsAt(
  destinations: LogDestinationStore,
  { account, region, trails }: Observation,
): Promise<ReadonlyMap<string, LogDestinationSight>> {
  const home = trails.kind === 'seen' ? trails.value.map(({ trail }) => trail) : [];
  const own = home.filter((trail) => isAtHome({ account, region }, trail));
  const names = new Map(own.flatMap(logDestinationsOf).map((one) => [logDestinationKey(one), one]));
  const known = await Promise.all([...names.values()].map((one) => destinations.readDestination(one)));
  return new Map(known.flatMap((sight) => (sight ? [[logDestinationKey(sight), sight] as const] : [])));
}
