import { expect, test } from 'vitest';
import { inOrder, recordedEvent } from '#local/replay/recorded-event.ts';

test('records of one second are played in the order in which they can have happened', () => {
  const record = {
    eventTime: '2026-11-21T12:00:00Z',
    awsRegion: 'eu-west-1',
    recipientAccountId: '111122223333',
  };
  const source = { eventSource: 'cloudtrail.amazonaws.com' };
  const names = ['StartLogging', 'PutEventSelectors', 'DeleteTrail', 'CreateTrail'];
  const events = names.flatMap((eventName) => recordedEvent({ ...record, ...source, eventName }) ?? []);
  expect(inOrder(events).map((event) => event.record.eventName)).toEqual([
    'CreateTrail',
    'PutEventSelectors',
    'StartLogging',
    'DeleteTrail',
  ]);
});

test('what has no time, account or Region is no event that could be replayed', () => {
  for (const raw of [
    null,
    7,
    'text',
    [],
    {},
    { detail: null },
    { eventTime: 'soon', eventName: 'StopLogging' },
  ])
    expect(recordedEvent(raw)).toBeUndefined();
});
