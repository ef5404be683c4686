import * as z from 'zod';

import { AwsError } from './aws-error.ts';
import { Paged, pageOf } from './pages.ts';
import { parametersOf } from './parameters.ts';
import type { Operation, Request } from './service.ts';
import type { EventDataStore, EventDataStoreStatus, Fields, State } from './state.ts';

const Chosen = z.object({ EventDataStore: z.string() });
const Settings = z.object({
  AdvancedEventSelectors: z.array(z.record(z.string(), z.unknown())).nullish(),
  MultiRegionEnabled: z.boolean().nullish(),
  OrganizationEnabled: z.boolean().nullish(),
  RetentionPeriod: z.int().min(7).max(3653).nullish(),
});

interface Move {
  readonly from: readonly EventDataStoreStatus[];
  readonly to: EventDataStoreStatus;
}

/** Per call, the status that the store must have and the one it gets (API reference, event data store status). */
const moves = {
  StopEventDataStoreIngestion: { from: ['ENABLED'], to: 'STOPPED_INGESTION' },
  StartEventDataStoreIngestion: { from: ['STOPPED_INGESTION'], to: 'ENABLED' },
  DeleteEventDataStore: { from: ['ENABLED', 'STOPPED_INGESTION'], to: 'PENDING_DELETION' },
  RestoreEventDataStore: { from: ['PENDING_DELETION'], to: 'ENABLED' },
} as const satisfies Readonly<Record<string, Move>>;

const defaultPage = 10;

const isAt = (arn: string, { region, caller }: Request): boolean => {
  const [, , , where, owner] = arn.split(':');
  return where === region && owner === caller.accountId;
};

function chosen(state: State, request: Request): EventDataStore {
  const { EventDataStore: arn } = parametersOf(request, Chosen);
  const store = state.eventDataStores.get(arn);
  if (store === undefined || !isAt(arn, request))
    throw new AwsError('EventDataStoreNotFoundException', `Event data store ${arn} was not found.`);
  return store;
}

function moved(state: State, { from, to }: Move): Operation {
  return {
    access: 'write',
    run: (request) => {
      const store = chosen(state, request);
      const { arn, status } = store;
      if (!from.includes(status)) {
        const message = `The event data store ${arn} has the status ${status}.`;
        throw new AwsError('InvalidEventDataStoreStatusException', message);
      }
      state.eventDataStores.set(arn, { ...store, status: to, updatedAt: request.now });
      return {};
    },
  };
}

const fieldsOf = ({ arn, status, settings, updatedAt }: EventDataStore): Fields => ({
  EventDataStoreArn: arn,
  Name: arn.split('/').at(-1),
  Status: status,
  ...settings,
  UpdatedTimestamp: updatedAt / 1000,
});

function updated(state: State, request: Request): Fields {
  const store = chosen(state, request);
  const asked = parametersOf(request, Settings);
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== null));
  const next = { ...store, settings: { ...store.settings, ...given }, updatedAt: request.now };
  state.eventDataStores.set(store.arn, next);
  return fieldsOf(next);
}

/** CloudTrail Lake: changing, stopping and deleting event data stores; their contents are not simulated. */
export const eventDataStores = (state: State): Readonly<Record<string, Operation>> => ({
  ...Object.fromEntries(Object.entries(moves).map(([name, move]) => [name, moved(state, move)])),
  UpdateEventDataStore: { access: 'write', run: (request) => updated(state, request) },
  GetEventDataStore: { access: 'read', run: (request) => fieldsOf(chosen(state, request)) },
  ListEventDataStores: {
    access: 'read',
    run: (request) => {
      const here = [...state.eventDataStores.values()].filter(({ arn }) => isAt(arn, request));
      // Only the members that AWS documents for each (API reference, ListEventDataStores).
      const all = here.map(({ arn }) => ({ EventDataStoreArn: arn, Name: arn.split('/').at(-1) }));
      return pageOf(parametersOf(request, Paged), { name: 'EventDataStores', all, limit: defaultPage });
    },
  },
});
