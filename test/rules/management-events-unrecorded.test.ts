import { describe, expect, test } from 'vitest';
import { recordedBy, recordsNothing } from '#domain/facts/event-selectors.ts';
import type { EventSelectors } from '#domain/facts/event-selectors.ts';
import { managementEventsUnrecorded as rule } from '#domain/findings/rules/management-events-unrecorded.ts';
import {
  after,
  call,
  denied,
  hidden,
  independent,
  judgements,
  logging,
  memory,
  recording,
  remembered,
  stopped,
  trailArn,
  verdict,
} from '#test/given/looks.ts';
import { known } from './changes.ts';

const main = trailArn('main');
const basic = (readWrite: 'All' | 'ReadOnly' | 'WriteOnly', managementEvents = true): EventSelectors => ({
  kind: 'basic',
  selectors: [{ managementEvents, readWrite, excludedSources: [] }],
});
const field = (name: string, ...equals: string[]) => ({ field: name, equals, narrowsOtherwise: false });
const advanced = (...conditions: ReturnType<typeof field>[]): EventSelectors => ({
  kind: 'advanced',
  selectors: [conditions],
});
const management = field('eventCategory', 'Management');
const before = memory(remembered(logging('main')));
const seen = (selectors: EventSelectors) => recording(logging('main'), selectors);

describe('fires', () => {
  test.each([
    ['no management events', basic('All', false), 'critical', 'None'],
    ['reads only', basic('ReadOnly'), 'critical', 'ReadOnly'],
    ['no selector at all', { kind: 'basic', selectors: [] }, 'critical', 'None'],
    ['data events only', advanced(field('eventCategory', 'Data')), 'critical', 'None'],
    ['reads only, by fields', advanced(management, field('readOnly', 'true')), 'critical', 'ReadOnly'],
    ['one service only', advanced(management, field('eventSource', 's3.amazonaws.com')), 'high', 'All'],
  ] as const)('%s, where it recorded everything before', (_what, selectors, severity, recorded) => {
    const calls = [call('PutEventSelectors', after(-3), 'main', { effect: 'change' })];
    expect(verdict(rule, { sights: [seen(selectors)], before, calls }, main)).toMatchObject({
      verdict: 'stands',
      severity,
      weakening: false,
      since: after(-3),
      cause: `not-recording|${main}`,
      evidence: { recorded, was: { recorded: { writes: 'all' } } },
    });
  });

  test.each([
    ['a trail of the organization records everything', [independent('spare')], 'low', true],
    ['the other trail is stopped', [stopped('spare')], 'critical', false],
    ['the other trail cannot be read', [hidden('spare')], 'high', false],
  ] as const)('%s', (_what, others, severity, weakening) => {
    const sights = [seen(basic('ReadOnly')), ...others];
    expect(verdict(rule, { sights, before }, main)).toMatchObject({ verdict: 'stands', severity, weakening });
  });

  test('it stands until management writes are recorded again, whatever the last look saw', () => {
    const was = { recorded: { writes: 'all', reads: 'all', excludedSources: [] } } as const;
    const sights = [seen(basic('ReadOnly')), logging('spare')];
    const later = {
      sights,
      before: memory({ ...remembered(logging('main')), recorded: recordedBy(basic('ReadOnly')) }),
    };
    expect(judgements(rule, later)).not.toContainEqual(expect.objectContaining({ verdict: 'stands' }));
    expect(verdict(rule, { ...later, known: known(rule.id, { was }) }, main)).toMatchObject({
      verdict: 'stands',
      evidence: { was },
    });
  });

  test('the only trail there is never recorded management writes', () => {
    expect(verdict(rule, { sights: [seen(basic('ReadOnly'))] }, main)).toMatchObject({
      verdict: 'stands',
      severity: 'critical',
    });
  });
});

describe('does not fire', () => {
  test.each([
    ['no custom selectors', logging('main')],
    ['writes only', seen(basic('WriteOnly'))],
    [
      'all but AWS KMS',
      seen({
        kind: 'basic',
        selectors: [{ managementEvents: true, readWrite: 'All', excludedSources: ['kms.amazonaws.com'] }],
      }),
    ],
    ['management events by their fields', seen(advanced(management))],
  ])('%s', (_what, sight) => {
    expect(verdict(rule, { sights: [sight], before }, main)).toEqual({ verdict: 'healthy', subject: main });
  });

  test('a trail for data events beside one for management events', () => {
    const sights = [seen(basic('All', false)), logging('spare')];
    expect(verdict(rule, { sights }, main)).toBeUndefined();
  });

  test('a trail for data events is not to blame for a stopped or deleted trail', () => {
    const data = seen(basic('All', false));
    const was = { ...remembered(data), recorded: recordsNothing };
    const gone = remembered(logging('spare'), after(-600), after(-300));
    expect(verdict(rule, { sights: [data, stopped('spare')], before: memory(was) }, main)).toBeUndefined();
    expect(verdict(rule, { sights: [data], before: memory(was, gone) }, main)).toBeUndefined();
  });
});

describe('cannot see', () => {
  test('selectors that cannot be read, a status that cannot be read, a trail that is stopped', () => {
    const unread = { ...logging('main'), selectors: denied };
    for (const sight of [
      unread,
      recording(hidden('main'), basic('ReadOnly')),
      recording(stopped('main'), basic('ReadOnly')),
    ])
      expect(verdict(rule, { sights: [sight], before }, main)).toEqual({
        verdict: 'cannot-tell',
        subject: main,
      });
  });
});
