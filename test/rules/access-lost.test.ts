import { describe, expect, test } from 'vitest';
import { assess } from '#domain/findings/assess/assess.ts';
import { region } from '#test/given/incidents.ts';
import type { Seen } from '#test/given/looks.ts';
import { after, call, failed, hidden, logging, look, memory, remembered } from '#test/given/looks.ts';

const before = memory(remembered(logging('main')));
const lost = (seen: Seen) =>
  [...assess(look(seen)).findings.values()].filter(({ rule }) => rule === 'access-lost');
const refused: Seen = { sights: 'unreadable', before, refusedSince: after(-60) };

describe('fires', () => {
  test('with what was refused, and since when', () => {
    expect(lost(refused)).toMatchObject([
      {
        subject: '-',
        severity: 'high',
        weakening: false,
        since: after(-60),
        evidence: { error: 'AccessDenied: not authorized', resource: 'cloudtrail:GetTrailStatus' },
      },
    ]);
  });

  test('once for all places that are refused with the same error within a quarter of an hour', () => {
    const [first, second, later] = [-60, -120, -2000].map(
      (since) => lost({ ...refused, refusedSince: after(since) })[0]?.cause,
    );
    expect(new Set([first, second, later]).size).toBe(2);
  });
});

describe('what is to be looked at by hand', () => {
  const homeIn = (...trails: Parameters<typeof memory>) =>
    lost({ ...refused, before: memory(...trails) })[0]?.evidence.homeRegion;
  const abroad = logging('abroad', {}, { homeRegion: region('us-east-1') });

  test('is in the home Region of a trail that was there', () => {
    expect(homeIn(remembered(abroad))).toBe('us-east-1');
    expect(homeIn(remembered(abroad, after(-600), after(-300)), remembered(logging('main')))).toBe(
      'eu-west-1',
    );
  });

  test('is anywhere when none was', () => {
    expect(homeIn()).toBeUndefined();
  });
});

describe('does not fire', () => {
  test('when everything can be read', () => {
    expect(lost({ sights: [logging('main')], before, refusedSince: after(-60) })).toEqual([]);
  });

  test('where AWS refuses every member the status of an organization trail', () => {
    const trail = hidden('main', { organization: true, owner: '111111111111' as never });
    const why = { operation: 'cloudtrail:GetTrailStatus', code: 'TrailNotFoundException', message: '' };
    const sight = { ...trail, status: { kind: 'unreadable', why } as const };
    expect(lost({ sights: [sight], before, refusedSince: after(-60) })).toEqual([]);
  });
});

describe('cannot see', () => {
  test.each<[string, Seen]>([
    ['from one look', { sights: 'unreadable', before }],
    ['of a place that was never read', { sights: 'unreadable', refusedSince: after(-60) }],
    [
      'of a failed call alone',
      { sights: 'unreadable', before, calls: [failed(call('StopLogging', after(-5), 'main'))] },
    ],
  ])('%s', (_, seen) => {
    expect(lost(seen)).toEqual([]);
  });
});
