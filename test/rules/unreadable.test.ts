import { describe, expect, test } from 'vitest';
import type { TrailSight } from '#domain/facts/observation.ts';
import type { RequestFacts } from '#domain/facts/trigger.ts';
import { assess } from '#domain/findings/assess/assess.ts';
import { findingKey } from '#domain/findings/finding.ts';
import type { Seen } from '#test/given/looks.ts';
import {
  after,
  call,
  denied as refusal,
  failed,
  hidden,
  independent,
  logging,
  look,
  memory,
  prod,
  remembered,
  trailArn,
} from '#test/given/looks.ts';

const refused = 'cloudtrail:GetEventSelectors';
const denied = { ...refusal, why: { ...refusal.why, operation: refused } };

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

const changed = (eventName: string, requested: RequestFacts | undefined, name = 'main') =>
  call(eventName, after(-5), name, { effect: 'change', requested });
const everything = { managementWrites: 'all', managementReads: 'all' } as const;
const before = memory(remembered(logging('main')));

describe('a change whose effect cannot be read', () => {
  test.each<[string, string, RequestFacts]>([
    ['management writes', 'PutEventSelectors', { ...everything, managementWrites: 'none' }],
    ['some management writes', 'PutEventSelectors', { ...everything, managementWrites: 'some' }],
    ['management reads', 'PutEventSelectors', { ...everything, managementReads: 'none' }],
    ['a source', 'PutEventSelectors', { ...everything, excludedSources: 'kms.amazonaws.com' }],
    ['other Regions', 'UpdateTrail', { isMultiRegionTrail: false }],
    ['global services', 'UpdateTrail', { includeGlobalServiceEvents: false }],
    ['the bucket', 'UpdateTrail', { s3BucketName: 'evil' }],
  ])('is told at once where it took %s from a trail', (_, eventName, requested) => {
    const calls = [changed(eventName, requested)];
    expect(found({ sights: 'unreadable', before, calls })).toMatchObject([
      { rule: 'unreadable', subject: main, severity: 'high', since: after(-5) },
    ]);
  });

  test.each<[string, string, RequestFacts | undefined]>([
    ['all management events', 'PutEventSelectors', everything],
    ['what its record does not say', 'PutEventSelectors', undefined],
    ['settings as they are', 'UpdateTrail', { isOrganizationTrail: false, s3BucketName: 'the-bucket' }],
    ['more', 'UpdateTrail', { isMultiRegionTrail: true, isOrganizationTrail: true }],
    ['a bucket that the configuration names', 'UpdateTrail', { s3BucketName: 'next' }],
    ['no proof of integrity', 'UpdateTrail', { enableLogFileValidation: false }],
  ])('is not told where it asked for %s', (_, eventName, requested) => {
    const expected = { buckets: ['next'], keys: [], known: [], accounts: [], keptDays: 0 };
    const calls = [changed(eventName, requested)];
    expect(found({ sights: 'unreadable', before, calls, expected })).toEqual([]);
  });

  test('is told of a trail that was never seen where its selectors leave events out', () => {
    const deselected = changed('PutEventSelectors', { ...everything, managementWrites: 'none' }, 'new');
    const moved = changed('UpdateTrail', { isMultiRegionTrail: false, s3BucketName: 'evil' });
    expect(found({ sights: 'unreadable', calls: [deselected, moved] })).toMatchObject([
      { subject: trailArn('new') },
    ]);
  });

  test('is not told where the trail recorded no more before', () => {
    const recorded = { writes: 'none', reads: 'none', excludedSources: [] } as const;
    const ofData = memory({ ...remembered(logging('main')), recorded });
    const calls = [changed('PutEventSelectors', { managementWrites: 'none', managementReads: 'none' })];
    expect(found({ sights: 'unreadable', before: ofData, calls })).toEqual([]);
  });

  const custom = { ...logging('main', {}, { customSelectors: true }), selectors: denied };
  const deselected = changed('PutEventSelectors', { ...everything, managementWrites: 'none' });

  test('is told where the trail is listed and only its selectors are refused, until they can be read', () => {
    const [first] = found({ sights: [custom], before, calls: [deselected, stop] });
    expect(first).toMatchObject({ rule: 'unreadable', severity: 'high', evidence: { resource: refused } });
    const known = new Map([[findingKey('unreadable', main), { state: 'open', ...first! } as const]]);
    const verdict = (sight: TrailSight) =>
      new Map(cleared({ sights: [sight], before, known })).get(findingKey('unreadable', main))?.verdict;
    expect(verdict(custom)).toBe('cannot-tell');
    expect(verdict(logging('main'))).toBe('healthy');
  });

  test('is not told of settings that are listed, nor by a member of what the owner of the trail reads', () => {
    const reduced = changed('UpdateTrail', { includeGlobalServiceEvents: false });
    expect(found({ sights: [hidden('main')], before, calls: [reduced] })).toEqual([]);
    const shared = independent('organization');
    const arn = { kind: 'arn', arn: shared.trail.arn } as const;
    const sights = [{ ...shared, trail: { ...shared.trail, customSelectors: true }, selectors: denied }];
    expect(found({ sights, calls: [{ ...deselected, trail: arn }] })).toEqual([]);
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
