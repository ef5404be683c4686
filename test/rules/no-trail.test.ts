import { describe, expect, test } from 'vitest';
import type { Finding } from '#domain/findings/finding.ts';
import { noTrail } from '#domain/findings/rules/no-trail.ts';
import {
  after,
  call,
  created,
  failed,
  hidden,
  judgements,
  logging,
  memory,
  prod,
  remembered,
  stopped,
  verdict,
} from '#test/given/looks.ts';
import { parseRegion } from '#domain/values/region.ts';

const wasThere = memory(remembered(logging('main')));

describe('fires', () => {
  test('an account in which no trail was ever seen has none', () => {
    expect(judgements(noTrail, { sights: [] })).toEqual([
      {
        verdict: 'stands',
        subject: '-',
        severity: 'critical',
        weakening: false,
        cause: `not-recording|${prod}|no-trail`,
        since: after(0),
        evidence: { coveredBy: [] },
      },
    ]);
  });

  test('a trail that was never started records nothing', () => {
    expect(verdict(noTrail, { sights: [created('main')] }, '-')?.verdict).toBe('stands');
  });

  test('a memory of trails that were never started changes nothing', () => {
    const before = memory(remembered(created('main')));
    expect(verdict(noTrail, { sights: [], before }, '-')?.verdict).toBe('stands');
  });
});

describe('a trail that is to be created', () => {
  const expected = {
    buckets: ['logs'],
    keys: [],
    known: [],
    accounts: [],
    keptDays: 0,
    home: parseRegion('eu-central-1'),
  };
  const homeIn = (facts: Parameters<typeof verdict>[1]) => {
    const judgement = verdict(noTrail, facts, '-');
    return judgement?.verdict === 'stands' ? judgement.evidence.homeRegion : undefined;
  };

  test('belongs into the Region of the central account', () => {
    expect(homeIn({ sights: [], expected })).toBe('eu-central-1');
    expect(homeIn({ sights: [] })).toBeUndefined();
  });

  test('belongs where one that was never started is at home', () => {
    expect(homeIn({ sights: [created('main')], expected })).toBe(created('main').trail.homeRegion);
  });

  test('is created there by a command that knows of no other place', () => {
    const finding = { rule: 'no-trail', evidence: { homeRegion: parseRegion('eu-central-1') } };
    expect(noTrail.remedy(finding as Finding).command).toContain('--region eu-central-1');
  });
});

describe('does not fire', () => {
  test.each([
    ['logs', logging('main')],
    ['is stopped, which is the business of another rule', stopped('main')],
    ['cannot deliver', logging('main', { deliveryError: 'NoSuchBucket' })],
  ])('a trail that %s is a trail', (_, sight) => {
    expect(judgements(noTrail, { sights: [sight] })).toEqual([{ verdict: 'healthy', subject: '-' }]);
  });

  test('a trail that was here before is the business of trail-gone, which can name it', () => {
    expect(judgements(noTrail, { sights: [], before: wasThere })).toEqual([]);
  });

  test('a failed CreateTrail or DeleteTrail never opens an issue', () => {
    const calls = ['CreateTrail', 'DeleteTrail'].map((name) => failed(call(name, after(-5), 'main')));
    expect(verdict(noTrail, { sights: [logging('main')], calls }, '-')?.verdict).toBe('healthy');
  });
});

describe('cannot see', () => {
  test('a trail whose status is refused may log or not: neither missing nor proven', () => {
    expect(verdict(noTrail, { sights: [hidden('main')] }, '-')?.verdict).toBe('cannot-tell');
  });

  test('another trail that was started is proof enough', () => {
    expect(verdict(noTrail, { sights: [hidden('main'), stopped('spare')] }, '-')?.verdict).toBe('healthy');
  });
});
