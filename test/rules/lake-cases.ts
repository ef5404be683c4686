import type { KnownStore, StoreSettings } from '#domain/facts/lake.ts';
import { findingKey } from '#domain/findings/finding.ts';
import { at } from '#test/given/incidents.ts';
import type { Seen } from '#test/given/looks.ts';
import { after, call, home, logging, noon, prod } from '#test/given/looks.ts';

const store = 'arn:aws:cloudtrail:eu-west-1:111122223333:eventdatastore/0f1e2d3c';
const id = '0f1e2d3c';
const look: Seen = { sights: [logging('main')] };

/** A call on a store, so many seconds after noon. */
const onStore = (eventName: string, seconds = -5, name = store) =>
  call(eventName, after(seconds), undefined, { dependsOn: { kind: 'event-data-store', id: name } });
const calls = (...made: ReturnType<typeof onStore>[]): Seen => ({ ...look, calls: made });

const full: StoreSettings = {
  recorded: { writes: 'all', reads: 'all', excludedSources: [] },
  multiRegion: true,
  organization: false,
};
/** The store, last looked at so many seconds after noon. */
const found = (changes: Partial<KnownStore>, seconds = -1): Pick<Seen, 'lake'> => ({
  lake: {
    account: prod,
    region: home,
    at: after(seconds),
    changedAt: after(seconds),
    stores: [
      { arn: store, state: 'running', since: at('06:00:00'), hasRun: true, full, lost: [], ...changes },
    ],
  },
});
const known = (rule: 'data-store-stopped' | 'data-store-narrowed', state: 'open' | 'resolved', when = noon) =>
  new Map([
    [
      findingKey(rule, '-'),
      { state, since: at('09:00:00'), resolvedAt: when, evidence: { resource: store } } as const,
    ],
  ]);

export const lakeCases = {
  'data-store-stopped': {
    fires: [
      {
        when: 'a successful call has stopped one',
        severity: 'medium',
        seen: calls(onStore('StopEventDataStoreIngestion')),
      },
      {
        when: 'a successful call has deleted one',
        severity: 'medium',
        seen: calls(onStore('DeleteEventDataStore')),
      },
      {
        when: 'one that took in events is stopped, and no event came',
        severity: 'medium',
        seen: { ...look, ...found({ state: 'stopped' }) },
      },
      {
        when: 'one that took in events is to be deleted, and no event came',
        severity: 'medium',
        seen: { ...look, ...found({ state: 'deleted' }) },
      },
      {
        when: 'one that took in events is gone, and no event came',
        severity: 'medium',
        seen: { ...look, ...found({ state: 'gone' }) },
      },
      {
        when: 'a look a moment after the call does not show it yet',
        severity: 'medium',
        seen: { ...calls(onStore('StopEventDataStoreIngestion')), ...found({}) },
      },
      {
        when: 'it is stopped again after it was repaired',
        severity: 'medium',
        seen: {
          ...look,
          ...found({ state: 'stopped', since: at('11:00:00') }),
          known: known('data-store-stopped', 'resolved', at('10:00:00')),
        },
      },
    ],
    silent: [
      {
        when: 'it takes in events again',
        seen: {
          ...calls(onStore('StartEventDataStoreIngestion')),
          known: known('data-store-stopped', 'open'),
        },
      },
      {
        when: 'the call names it by the end of its ARN, and it takes in events again',
        seen: {
          ...calls(onStore('RestoreEventDataStore', -5, id)),
          ...found({ state: 'deleted' }, -300),
          known: known('data-store-stopped', 'open'),
        },
      },
      {
        when: 'it takes in events again, and no event came',
        seen: { ...look, ...found({}), known: known('data-store-stopped', 'open') },
      },
      {
        when: 'a look a moment after the repair does not show it yet',
        seen: {
          ...look,
          ...found({ state: 'stopped' }),
          known: known('data-store-stopped', 'resolved', after(-5)),
        },
      },
      {
        when: 'an old call was undone long ago',
        seen: { ...calls(onStore('StopEventDataStoreIngestion', -600)), ...found({}) },
      },
      {
        when: 'nobody ever saw it take in events',
        seen: { ...look, ...found({ state: 'stopped', hasRun: false }) },
      },
      {
        when: 'it is one of another Region',
        seen: calls(onStore('StopEventDataStoreIngestion', -5, store.replace('eu-west-1', 'us-east-1'))),
      },
    ],
    blind: [{ when: 'nobody has looked, and no call was seen', seen: look }],
  },
  'data-store-narrowed': {
    fires: [
      {
        when: 'one takes in less than it did',
        severity: 'medium',
        seen: { ...look, ...found({ lost: ['management write events'] }) },
      },
      {
        when: 'a successful call has narrowed it',
        severity: 'medium',
        seen: { ...calls(onStore('UpdateEventDataStore')), ...found({ lost: ['other Regions'] }) },
      },
    ],
    silent: [
      { when: 'it takes in all it did', seen: { ...look, ...found({}) } },
      {
        when: 'it is widened again',
        seen: {
          ...calls(onStore('UpdateEventDataStore')),
          ...found({}),
          known: known('data-store-narrowed', 'open'),
        },
      },
      {
        when: 'it is gone, which is told of on its own',
        seen: { ...look, ...found({ state: 'gone', lost: ['other Regions'] }) },
      },
    ],
    blind: [{ when: 'nobody has looked yet', seen: calls(onStore('UpdateEventDataStore')) }],
  },
} as const;
