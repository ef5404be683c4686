import * as z from 'zod';

import { AwsError } from './aws-error.ts';
import { parametersOf } from './parameters.ts';
import type { Operation } from './service.ts';
import type { EventDataStoreStatus, State } from './state.ts';

const Chosen = z.object({ EventDataStore: z.string() });

interface Move {
  readonly from: readonly EventDataStoreStatus[];
  readonly to: EventDataStoreStatus;
}

/** What each call asks of a store and makes of it (CloudTrail API reference, event data store status). */
const moves = {
  StopEventDataStoreIngestion: { from: ['ENABLED'], to: 'STOPPED_INGESTION' },
  StartEventDataStoreIngestion: { from: ['STOPPED_INGESTION'], to: 'ENABLED' },
  DeleteEventDataStore: { from: ['ENABLED', 'STOPPED_INGESTION'], to: 'PENDING_DELETION' },
  RestoreEventDataStore: { from: ['PENDING_DELETION'], to: 'ENABLED' },
} as const satisfies Readonly<Record<string, Move>>;

function moved(state: State, { from, to }: Move): Operation {
  return {
    access: 'write',
    run: (request) => {
      const { EventDataStore: arn } = parametersOf(request, Chosen);
      const status = state.eventDataStores.get(arn);
      const [, , , region, owner] = arn.split(':');
      if (status === undefined || region !== request.region || owner !== request.caller.accountId) {
        throw new AwsError('EventDataStoreNotFoundException', `Event data store ${arn} was not found.`);
      }
      if (!from.includes(status)) {
        const message = `The event data store ${arn} has the status ${status}.`;
        throw new AwsError('InvalidEventDataStoreStatusException', message);
      }
      state.eventDataStores.set(arn, to);
      return {};
    },
  };
}

/** CloudTrail Lake, as far as it can be stopped and deleted: what its stores hold is not played. */
export const eventDataStores = (state: State): Readonly<Record<string, Operation>> =>
  Object.fromEntries(Object.entries(moves).map(([name, move]) => [name, moved(state, move)]));
