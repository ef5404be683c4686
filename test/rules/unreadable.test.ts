import { describe, expect, test } from 'vitest';
import { assess } from '#domain/findings/assess/assess.ts';
import type { Seen } from '#test/given/looks.ts';
import { after, call, failed, hidden, logging, look, prod, trailArn } from '#test/given/looks.ts';

const main = trailArn('main');
const stop = call('StopLogging', after(-5), 'main');

const found = (seen: Seen) => [...assess(look(seen)).findings.values()];
const cleared = (seen: Seen) =>
  [...assess(look(seen)).cleared].filter(([key]) => key.startsWith('unreadable#'));

describe('fires', () => {
  test('a harmful call on a trail whose status is refused is told at once, with the refusal', () => {
    expect(found({ sights: [hidden('main')], calls: [stop] })).toEqual([
      {
        rule: 'unreadable',
        harm: 'unreadable',
        subject: main,
        severity: 'high',
        weakening: false,
        cause: `unreadable|${main}`,
        since: after(-5),
        evidence: { error: 'AccessDenied: not authorized', resource: 'cloudtrail:GetTrailStatus' },
      },
    ]);
  });

  test('so it is when the account does not even list its trails', () => {
    expect(found({ sights: 'unreadable', calls: [stop] })).toMatchObject([
      { rule: 'unreadable', subject: main, severity: 'high' },
    ]);
  });

  test('a call that names no trail is about the account', () => {
    const calls = [call('StopLogging', after(-5))];
    expect(found({ sights: 'unreadable', calls })).toMatchObject([
      { subject: '-', cause: `unreadable|${prod}` },
    ]);
  });

  test.each([
    ['that are listed', [hidden('main'), hidden('spare')]],
    ['that are not even listed', 'unreadable'],
  ] as const)('two trails %s and were both meddled with are two findings', (_, sights) => {
    const calls = [stop, call('DeleteTrail', after(-4), 'spare')];
    expect(found({ sights, calls }).map(({ subject }) => subject)).toEqual([main, trailArn('spare')]);
  });
});

describe('does not fire', () => {
  test('a state that can be read speaks for itself', () => {
    expect(found({ sights: [logging('main')], calls: [stop] })).toEqual([]);
  });

  test('a refusal alone is no finding: the daily report lists it', () => {
    expect(found({ sights: [hidden('main')] })).toEqual([]);
    expect(found({ sights: 'unreadable' })).toEqual([]);
  });

  test('a repairing call that cannot be verified is no harm', () => {
    const calls = [call('StartLogging', after(-5), 'main')];
    expect(found({ sights: [hidden('main')], calls })).toEqual([]);
  });

  test('a failed StopLogging never opens an issue, even when nothing can be read', () => {
    expect(found({ sights: 'unreadable', calls: [failed(stop)] })).toEqual([]);
    expect(found({ sights: [hidden('main')], calls: [failed(stop)] })).toEqual([]);
  });
});

describe('cannot see', () => {
  test('a trail that is still refused is not over', () => {
    expect(cleared({ sights: [hidden('main')] })).toContainEqual([
      `unreadable#${main}`,
      { verdict: 'cannot-tell', subject: main },
    ]);
  });

  test('a harmful call on one refused trail does not clear another', () => {
    const sights = [hidden('main'), hidden('spare')];
    expect(cleared({ sights, calls: [stop] })).toContainEqual([
      `unreadable#${trailArn('spare')}`,
      { verdict: 'cannot-tell', subject: trailArn('spare') },
    ]);
  });

  test('the account as a whole is not over while the state of one trail is refused', () => {
    const found = new Map(cleared({ sights: [hidden('main'), logging('spare')] }));
    expect(found.get('unreadable#-' as never)?.verdict).toBe('cannot-tell');
  });

  test('an account that lists nothing clears nothing', () => {
    expect(cleared({ sights: 'unreadable', calls: [stop] })).toEqual([]);
  });
});
