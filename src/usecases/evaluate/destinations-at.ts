import type { DestinationSight } from '#domain/facts/destination.ts';
import { destinationKey, destinationsOf } from '#domain/facts/destination.ts';
import type { Observation } from '#domain/facts/observation.ts';
import type { DestinationStore } from '#ports/destinations.ts';

/**
 * What the trails that are at home in the place of an observation deliver to, as it was last found: settings are judged
 * at the home of their trail, and so is what it delivers to.
 */
export async function destinationsAt(
  destinations: DestinationStore,
  { account, region, trails }: Observation,
): Promise<ReadonlyMap<string, DestinationSight>> {
  const home = trails.kind === 'seen' ? trails.value.map(({ trail }) => trail) : [];
  const own = home.filter((trail) => trail.owner === account && trail.homeRegion === region);
  const names = new Map(own.flatMap(destinationsOf).map((one) => [destinationKey(one), one]));
  const known = await Promise.all([...names.values()].map((one) => destinations.read(one)));
  return new Map(known.flatMap((sight) => (sight ? [[destinationKey(sight), sight] as const] : [])));
}
