import type { LogDestination, LogDestinationSight } from '#domain/facts/log-destination.ts';
import { logDestinationKey, logDestinationsOf, freshFor } from '#domain/facts/log-destination.ts';
import { isAtHome } from '#domain/facts/trail.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { InspectionRequest } from '#ports/log-destinations.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import type { RegionOutcome } from './evaluate-region.ts';

const services = ['s3.amazonaws.com', 'kms.amazonaws.com'];

/** Whether `request` calls for an inspection of a destination that was last seen as `sight`. */
function isWanted(
  { why, triggers }: EvaluationRequest,
  { sight, isBlamed }: { readonly sight: LogDestinationSight | undefined; readonly isBlamed: boolean },
  now: Instant,
): boolean {
  if (sight === undefined) return true;
  // A record that names no bucket or key may concern this one.
  const unnamed = triggers.some(
    ({ eventSource, dependsOn, at = now }) =>
      dependsOn === undefined && services.includes(eventSource) && at > sight.at,
  );
  return unnamed || ((why === 'sweep' || isBlamed) && now - sight.at >= freshFor);
}

/** Whether a finding that is not over blames the destination: it may be mended without a call that is heard of. */
function blames({ findings }: RegionOutcome, { id }: LogDestination): boolean {
  return [...findings.values()].some(
    ({ state, evidence }) => state !== 'resolved' && evidence.resource === id,
  );
}

/**
 * The inspections that an evaluation asks for: the log destinations of trails in their home Region that were never
 * inspected; on a sweep, and as long as a finding blames them, also those whose last inspection is not fresh.
 */
export function inspectionsFor(
  request: EvaluationRequest,
  outcomes: readonly RegionOutcome[],
): readonly InspectionRequest[] {
  const { account, baseline } = request;
  const all = outcomes.flatMap((outcome) => {
    const { region, observation, destinations } = outcome;
    const sights = observation.trails.kind === 'seen' ? observation.trails.value : [];
    return sights
      .filter(({ trail }) => isAtHome({ account, region }, trail))
      .flatMap(({ trail }) => logDestinationsOf(trail))
      .map((destination) => {
        const sight = destinations.get(logDestinationKey(destination));
        return { destination, sight, isBlamed: blames(outcome, destination) };
      })
      .filter((one) => isWanted(request, one, observation.at))
      .map(({ destination, sight }) => ({
        destination,
        triggers: [],
        knew: sight?.changedAt,
        asker: { account, region, baseline },
      }));
  });
  return [...new Map(all.map((one) => [logDestinationKey(one.destination), one])).values()];
}
