import { describe, expect, test } from 'vitest';
import type { KnownStore } from '#domain/facts/lake.ts';
import { ruleOf } from '#domain/findings/assess/all-rules.ts';
import { findingKey } from '#domain/findings/finding.ts';
import { at } from '#test/given/incidents.ts';
import type { Seen } from '#test/given/looks.ts';
import { after, call, home, judgements, logging, prod } from '#test/given/looks.ts';

const arnOf = (id: string) => `arn:aws:cloudtrail:eu-west-1:${prod}:eventdatastore/${id}`;
const [first, second] = [arnOf('first'), arnOf('second')];
const store = (arn: string, changes: Partial<KnownStore>): KnownStore => ({
  arn,
  state: 'running',
  since: at('06:00:00'),
  hasRun: true,
  lost: [],
  ...changes,
});

/** What a rule says of an account with these stores, where a finding about `known` may stand already. */
function judged(
  id: 'data-store-stopped' | 'data-store-narrowed',
  stores: readonly KnownStore[],
  more: {
    readonly known?: string;
    readonly state?: 'open' | 'resolved';
    readonly calls?: Seen['calls'];
    readonly changedAt?: KnownStore['since'];
  } = {},
) {
  const { known, state = 'open', calls, changedAt = after(-60) } = more;
  const before = { state, since: at('09:00:00'), resolvedAt: at('10:00:00'), evidence: { resource: known } };
  const [judgement, ...others] = judgements(ruleOf(id), {
    sights: [logging('main')],
    lake: { account: prod, region: home, at: after(-60), changedAt, stores },
    calls,
    ...(known === undefined ? {} : { known: new Map([[findingKey(id, '-'), before]]) }),
  });
  expect(others).toEqual([]);
  return judgement;
}
const onStore = (eventName: string, seconds: number, arn: string) =>
  call(eventName, after(seconds), undefined, { dependsOn: { kind: 'event-data-store', id: arn } });

describe('of several event data stores that were stopped', () => {
  const earlier = store(first, { state: 'stopped', since: at('09:00:00') });
  const later = store(second, { state: 'deleted', since: at('10:00:00') });

  test('the one that was lost last is told, in whatever order AWS lists them', () => {
    for (const stores of [
      [earlier, later],
      [later, earlier],
    ])
      expect(judged('data-store-stopped', stores)).toMatchObject({
        verdict: 'stands',
        since: at('10:00:00'),
        cause: `recording-less|${second}`,
        evidence: { resource: second, change: 'records -> deleted for good in seven days' },
      });
  });

  test('the one that was told stays the one, though another is lost later', () => {
    expect(judged('data-store-stopped', [earlier, later], { known: first })).toMatchObject({
      verdict: 'stands',
      since: at('09:00:00'),
      evidence: { resource: first, change: 'records -> stopped' },
    });
  });

  test('the other is told, once the one that was told takes in events again', () => {
    const runs = store(first, { since: at('11:00:00') });
    expect(judged('data-store-stopped', [runs, later], { known: first })).toMatchObject({
      evidence: { resource: second },
    });
  });

  test('it is over when the one that was told runs, since that one does', () => {
    const runs = store(first, { since: at('11:00:00') });
    const other = store(second, { since: at('11:30:00') });
    expect(judged('data-store-stopped', [other, runs], { known: first })).toEqual({
      verdict: 'healthy',
      subject: '-',
      endedAt: at('11:00:00'),
    });
  });

  test('one that was never seen running counts for nothing beside one that was', () => {
    const never = store(second, { state: 'stopped', hasRun: false, since: at('11:00:00') });
    expect(judged('data-store-stopped', [earlier, never])).toMatchObject({ evidence: { resource: first } });
    expect(judged('data-store-stopped', [never])).toMatchObject({ verdict: 'healthy' });
  });

  test('one is not hidden by another that runs, whose id ends alike', () => {
    const stores = [
      store(arnOf('1-a'), { state: 'stopped', since: at('09:00:00') }),
      store(arnOf('2-a'), {}),
    ];
    expect(judged('data-store-stopped', stores)).toMatchObject({ evidence: { resource: arnOf('1-a') } });
  });

  test('one that is gone says so', () => {
    const gone = store(first, { state: 'gone', since: at('09:00:00') });
    expect(judged('data-store-stopped', [gone])).toMatchObject({
      evidence: { change: 'records -> deleted for good' },
    });
  });
});

describe('a call on one of several event data stores', () => {
  const runs = [store(first, {}), store(second, {})];

  test('says of that one only that it is stopped, while the look is older', () => {
    const calls = [onStore('StopEventDataStoreIngestion', -30, 'second')];
    expect(judged('data-store-stopped', runs, { calls })).toMatchObject({
      verdict: 'stands',
      since: after(-30),
    });
    expect(
      judged('data-store-stopped', runs, { calls: [onStore('StopEventDataStoreIngestion', -3600, second)] }),
    ).toMatchObject({ verdict: 'healthy' });
  });

  test('that came after this look says nothing yet', () => {
    const calls = [onStore('DeleteEventDataStore', 1, first)];
    expect(judged('data-store-stopped', runs, { calls })).toMatchObject({ verdict: 'healthy' });
  });

  test('that came after the stores were read says more than they did', () => {
    const stopped = [store(first, { state: 'stopped', since: at('09:00:00') })];
    const calls = [onStore('DeleteEventDataStore', -30, 'first')];
    expect(judged('data-store-stopped', stopped, { calls })).toMatchObject({
      since: after(-30),
      evidence: { resource: 'first', change: 'records -> deleted for good in seven days' },
    });
  });

  test('the last one counts', () => {
    const [stop, start] = [
      onStore('StopEventDataStoreIngestion', -30, first),
      onStore('StartEventDataStoreIngestion', -10, first),
    ];
    for (const calls of [
      [stop, start],
      [start, stop],
    ])
      expect(judged('data-store-stopped', runs, { calls })).toMatchObject({ verdict: 'healthy' });
  });
});

describe('of several event data stores that take in less', () => {
  const earlier = store(first, { lost: ['other Regions'], lostSince: at('09:00:00') });
  const later = store(second, {
    state: 'stopped',
    lost: ['events of s3', 'other accounts'],
    lostSince: at('10:00:00'),
  });

  test('the last one listed is told, with what it lacks, until it is known which was told', () => {
    expect(judged('data-store-narrowed', [earlier, later])).toMatchObject({
      cause: `recording-less|${second}`,
      since: at('10:00:00'),
      evidence: { resource: second, change: 'no longer kept: events of s3, other accounts' },
    });
    expect(judged('data-store-narrowed', [earlier, later], { known: first })).toMatchObject({
      since: at('09:00:00'),
      evidence: { resource: first, change: 'no longer kept: other Regions' },
    });
  });

  test.each(['deleted', 'gone'] as const)('one that is %s is told of on its own', (state) => {
    expect(judged('data-store-narrowed', [store(first, { state, lost: ['other Regions'] })])).toEqual({
      verdict: 'healthy',
      subject: '-',
    });
  });

  test.each([
    ['the last call on it before the look', [-300, -30], second, after(-30)],
    ['no call on another store', [-30], first, at('10:00:00')],
    ['no call after the look', [1], second, at('10:00:00')],
  ])('it began with %s', (_, seconds, on, since) => {
    const calls = seconds.map((one) => onStore('UpdateEventDataStore', one, on));
    expect(judged('data-store-narrowed', [later], { calls })).toMatchObject({ since });
  });

  test('it began with no other call, and when the change was seen where nothing else is known', () => {
    const calls = [onStore('StartEventDataStoreIngestion', -30, second)];
    expect(judged('data-store-narrowed', [later], { calls })).toMatchObject({ since: at('10:00:00') });
    const undated = store(second, { lost: ['other Regions'] });
    expect(judged('data-store-narrowed', [undated], { changedAt: at('08:00:00') })).toMatchObject({
      since: at('08:00:00'),
    });
  });

  test('one that was over and is there again began anew', () => {
    const again = judged('data-store-narrowed', [later], { known: second, state: 'resolved' });
    expect(again).toMatchObject({ since: at('10:00:00') });
  });
});

describe('what to do about a store', () => {
  const { remedy } = ruleOf('data-store-stopped');
  const finding = (change: string, resource = first) =>
    remedy({ evidence: { change, resource } } as never).command;

  test.each([
    ['records -> stopped', 'start-event-data-store-ingestion'],
    ['records -> deleted for good in seven days', 'restore-event-data-store'],
    ['records -> deleted for good', 'list-event-data-stores'],
  ])('that was told with "%s" is %s', (change, call_) => {
    expect(finding(change)).toMatch(new RegExp(`^aws cloudtrail ${call_} .*--region eu-west-1`));
    expect(finding(change, 'no-arn')).toBeUndefined();
  });
});
