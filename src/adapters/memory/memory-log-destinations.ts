import type { LogDestinationSight, FailedInspection } from '#domain/facts/log-destination.ts';
import { logDestinationKey } from '#domain/facts/log-destination.ts';
import type { LogDestinationStore, InspectionRequest, Inspections } from '#ports/log-destinations.ts';

/** Log destinations as they were last found, and their last failed inspection, in memory. */
export function memoryDestinations(): LogDestinationStore {
  const found = new Map<string, LogDestinationSight>();
  const failures = new Map<string, FailedInspection>();
  return {
    readDestination: async (destination) => found.get(logDestinationKey(destination)),
    async keepDestination(sight) {
      const key = logDestinationKey(sight);
      const before = found.get(key);
      if (before !== undefined && before.at > sight.at) return 'stale';
      found.set(key, sight);
      return 'applied';
    },
    async noteFailure(destination, failure) {
      failures.set(logDestinationKey(destination), failure);
    },
    readFailure: async (destination) => failures.get(logDestinationKey(destination)),
  };
}

/** Records inspection requests in `asked` instead of sending them. */
export function memoryInspections(): Inspections & {
  readonly asked: { readonly request: InspectionRequest; readonly seconds: number }[];
} {
  const asked: { readonly request: InspectionRequest; readonly seconds: number }[] = [];
  return {
    asked,
    async askInspections(requests, seconds = 0) {
      asked.push(...requests.map((request) => ({ request, seconds })));
    },
  };
}
