import { describe, expect, test } from 'vitest';
import { loggingInterrupted } from '#domain/findings/rules/logging-interrupted.ts';
import { at } from '#test/given/incidents.ts';
import {
  after,
  call,
  failed,
  hidden,
  independent,
  judgements,
  logging,
  memory,
  remembered,
  stopped,
  trailArn,
  verdict,
} from '#test/given/looks.ts';

const main = trailArn('main');
/** Stopped half a minute ago, started again ten seconds later. */
const restarted = logging('main', { stoppedAt: after(-30), startedAt: after(-20) });
const seenBefore = memory(remembered(logging('main')));
const stop = call('StopLogging', after(-30), 'main');

describe('fires', () => {
  test.each([
    ['a stop after the last look is news', { before: seenBefore }],
    ['a stop that an event tells of is news without any memory', { calls: [stop] }],
    ['so it is when the event names the trail in no way', { calls: [call('StopLogging', after(-30))] }],
    [
      'so it is when the trail was last known as gone',
      {
        before: memory(remembered(logging('main'), at('11:40:00'), at('11:45:00'))),
        calls: [stop],
      },
    ],
  ])('%s', (_, seen) => {
    expect(verdict(loggingInterrupted, { sights: [restarted], ...seen }, main)).toMatchObject({
      verdict: 'stands',
      severity: 'high',
      weakening: false,
      since: after(-30),
      until: after(-20),
    });
  });

  test('while another trail recorded everything it is a weakening', () => {
    const seen = { sights: [restarted, independent('spare')], before: seenBefore };
    expect(verdict(loggingInterrupted, seen, main)).toMatchObject({ severity: 'low', weakening: true });
  });

  test('a start that AWS does not tell of is at the latest now', () => {
    const sights = [logging('main', { stoppedAt: after(-30), startedAt: undefined })];
    expect(verdict(loggingInterrupted, { sights, before: seenBefore }, main)).toMatchObject({
      until: after(0),
    });
  });
});

describe('does not fire', () => {
  test('a trail that is stopped now is the business of logging-stopped', () => {
    expect(judgements(loggingInterrupted, { sights: [stopped('main')], before: seenBefore })).toEqual([]);
  });

  test('a stop before the last look is no news', () => {
    const before = memory(remembered(restarted, after(-5)));
    expect(judgements(loggingInterrupted, { sights: [restarted], before })).toEqual([]);
  });

  test('the first look at a trail does not dig up old stops', () => {
    expect(judgements(loggingInterrupted, { sights: [restarted] })).toEqual([]);
  });

  test('an event that comes hours late does not dig them up either', () => {
    const seen = { sights: [restarted], calls: [stop], when: at('12:20:00') };
    expect(judgements(loggingInterrupted, seen)).toEqual([]);
  });

  test.each([
    ['another trail', call('StopLogging', after(-30), 'spare')],
    ['another kind of call', call('UpdateTrail', after(-30), 'main')],
    ['a later stop, which the state does not show yet', call('StopLogging', after(-5), 'main')],
  ])('an event about %s makes no interruption of it', (_, one) => {
    expect(judgements(loggingInterrupted, { sights: [restarted], calls: [one] })).toEqual([]);
  });

  test('a failed StopLogging never opens an issue', () => {
    expect(judgements(loggingInterrupted, { sights: [restarted], calls: [failed(stop)] })).toEqual([]);
  });

  test('a trail that was never stopped was not interrupted', () => {
    const seen = { sights: [logging('main')], before: seenBefore, calls: [stop] };
    expect(judgements(loggingInterrupted, seen)).toEqual([]);
  });
});

describe('cannot see', () => {
  test('without a status it cannot be told', () => {
    const seen = { sights: [hidden('main')], before: seenBefore, calls: [stop] };
    expect(judgements(loggingInterrupted, seen)).toEqual([{ verdict: 'cannot-tell', subject: main }]);
  });
});
