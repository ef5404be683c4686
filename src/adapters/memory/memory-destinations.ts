import type { DestinationSight, FailedInspection } from '#domain/facts/destination.ts';
import { destinationKey } from '#domain/facts/destination.ts';
import type { DestinationStore, InspectionRequest, Inspections } from '#ports/destinations.ts';

/** Destinations as they were last found, in memory. */
export function memoryDestinations(): DestinationStore {
  const found = new Map<string, DestinationSight>();
  const failures = new Map<string, FailedInspection>();
  return {
    read: async (destination) => found.get(destinationKey(destination)),
    async keep(sight) {
      const key = destinationKey(sight);
      const before = found.get(key);
      if (before !== undefined && before.at > sight.at) return 'stale';
      found.set(key, sight);
      return 'applied';
    },
    async noteFailure(destination, failure) {
      failures.set(destinationKey(destination), failure);
    },
    readFailure: async (destination) => failures.get(destinationKey(destination)),
  };
}

/** Inspections that are kept for whoever asks, instead of being sent. */
export function memoryInspections(): Inspections & {
  readonly asked: { readonly request: InspectionRequest; readonly seconds: number }[];
} {
  const asked: { readonly request: InspectionRequest; readonly seconds: number }[] = [];
  return {
    asked,
    async ask(requests, seconds = 0) {
      asked.push(...requests.map((request) => ({ request, seconds })));
    },
  };
}
