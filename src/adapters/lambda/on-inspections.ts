import { logDestinationKey } from '#domain/facts/log-destination.ts';
import type { InspectionRequest } from '#ports/log-destinations.ts';
import type { LakeRequest } from '#ports/lakes.ts';
import { onQueue } from './on-queue.ts';
import type { AnyInspection } from '#adapters/wire/read-inspection-request.ts';
import { readInspectionRequest } from '#adapters/wire/read-inspection-request.ts';

/** What looks at what. */
export interface Inspectors {
  /** Looks at one bucket or key, which all requests name. */
  readonly destination: (requests: readonly [InspectionRequest, ...InspectionRequest[]]) => Promise<void>;
  readonly lake: (request: LakeRequest) => Promise<void>;
}

function keyOf(request: AnyInspection): string {
  if (!('lake' in request)) return logDestinationKey(request.destination);
  const { lake, regions, triggers, again = 0 } = request;
  const calls = triggers.map(({ eventId }) => eventId);
  return ['lake', lake, ...regions.map(({ region }) => region), ...calls, again].join('#');
}

/** Serves the queue of inspections: all requests for one bucket or key together, those for CloudTrail Lake one by one. */
export function onInspections({ destination, lake }: Inspectors) {
  return onQueue<AnyInspection>({
    read: async (body) => [readInspectionRequest(body)],
    key: keyOf,
    async handle(requests) {
      const [first] = requests;
      // The key says it all: what asks for the same look at CloudTrail Lake is one request, received twice.
      if ('lake' in first) return lake(first);
      const others = requests.slice(1).filter((one): one is InspectionRequest => !('lake' in one));
      return destination([first, ...others]);
    },
    atOnce: 5,
  });
}
