import { logDestinationKey } from '#domain/facts/log-destination.ts';
import type { InspectionRequest } from '#ports/log-destinations.ts';
import type { LakeRequest } from '#ports/lakes.ts';
import type { RetrySooner } from './on-queue.ts';
import { onQueue } from './on-queue.ts';
import type { AnyInspection } from '#adapters/wire/read-inspection-request.ts';
import { readInspectionRequest } from '#adapters/wire/read-inspection-request.ts';

/** The use cases that inspect log destinations and event data stores. */
export interface Inspectors {
  /** Inspects the one bucket or key that all requests name. */
  readonly destination: (requests: readonly [InspectionRequest, ...InspectionRequest[]]) => Promise<void>;
  readonly lake: (request: LakeRequest) => Promise<void>;
  readonly retrySooner: RetrySooner;
}

function keyOf(request: AnyInspection): string {
  if (!('lake' in request)) return logDestinationKey(request.destination);
  const { lake, regions, triggers, again = 0 } = request;
  const calls = triggers.map(({ eventId }) => eventId);
  return ['lake', lake, ...regions.map(({ region }) => region), ...calls, again].join('#');
}

/** Handles the inspection queue: requests for one bucket or key together, requests for CloudTrail Lake one by one. */
export function onInspections({ destination, lake, retrySooner }: Inspectors) {
  return onQueue<AnyInspection>({
    read: async (body) => [readInspectionRequest(body)],
    key: keyOf,
    async handle(requests) {
      const [first] = requests;
      // The key contains the whole request, so requests with the same key are one request, received twice.
      if ('lake' in first) return lake(first);
      const others = requests.slice(1).filter((one): one is InspectionRequest => !('lake' in one));
      return destination([first, ...others]);
    },
    atOnce: 5,
    retrySooner,
  });
}
