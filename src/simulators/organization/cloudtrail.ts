import { cloudTrailReads } from './cloudtrail-reads.ts';
import { cloudTrailWrites } from './cloudtrail-writes.ts';
import { channels } from './channels.ts';
import { eventDataStores } from './event-data-stores.ts';
import type { EventHistory } from './event-history.ts';
import { answerJson, decodeJson, refuseJson } from './protocol-json.ts';
import type { Request, Service } from './service.ts';
import { lowerCamel } from './service.ts';
import type { State, Trail } from './state.ts';
import { trailArn } from './state.ts';

/** CloudTrail over AWS JSON 1.1. `delay` is the lag of its reads behind its writes, in milliseconds. */
export function cloudTrail(options: {
  readonly state: State;
  readonly history: EventHistory;
  readonly delay: () => number;
  readonly changed: (trail: Trail) => void;
}): Service {
  return {
    name: 'cloudtrail',
    codes: {
      denied: 'AccessDeniedException',
      deniedInEvents: 'AccessDenied',
      throttled: 'ThrottlingException',
    },
    operations: {
      ...cloudTrailReads(options.state, options.delay),
      ...cloudTrailWrites(options.state, options.changed),
      ...eventDataStores(options.state),
      ...channels(options.state),
      LookupEvents: options.history.lookupEvents,
    },
    decode: decodeJson,
    answer: (_operation, result, requestId) => answerJson(result, requestId),
    refuse: (error, requestId) => refuseJson(error, requestId),
    permission: (operation, request) => ({ action: `cloudtrail:${operation}`, resource: trailOf(request) }),
    shape: (operation, request) => ({
      eventName: operation,
      region: request.region,
      requestParameters: lowerCamel(request.parameters),
    }),
    response: lowerCamel,
  };
}

function trailOf({ parameters, region, caller }: Request): string {
  const name = parameters['Name'] ?? parameters['TrailName'];
  const store = parameters['EventDataStore'] ?? parameters['Channel'];
  if (typeof name !== 'string') return typeof store === 'string' ? store : '*';
  return name.startsWith('arn:') ? name : trailArn(region, caller.accountId, name);
}
