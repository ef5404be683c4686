import { describe, expect, test } from 'vitest';
import { ruleOf } from '#domain/findings/assess/all-rules.ts';
import { assess } from '#domain/findings/assess/assess.ts';
import { bucketWith, foundBucket, refused } from '#test/given/log-destinations.ts';
import { after, call, failed, logging, look, stopped, trailArn, verdict } from '#test/given/looks.ts';
import { known } from './changes.ts';

const rule = ruleOf('bucket-unknown');
const main = trailArn('main');
const strangers = [foundBucket({ is: 'hidden', why: refused })];
const sights = [logging('main')];

describe('fires', () => {
  test('for a new trail whose bucket none of the accounts has, as a weakening with the line to paste', () => {
    const seen = { sights, destinations: strangers };
    expect(verdict(rule, seen, main)).toMatchObject({ verdict: 'stands', severity: 'low', weakening: true });
    const [finding] = [...assess(look(seen)).findings.values()].filter(
      (one) => one.rule === 'bucket-unknown',
    );
    expect(rule.remedy(finding!).words).toContain('"known_buckets": ["the-bucket"]');
  });

  test('and goes on standing when the trail has grown old', () => {
    const old = [logging('main', { startedAt: after(-30 * 24 * 3600) })];
    const standing = known('bucket-unknown', { resource: 'the-bucket' });
    expect(verdict(rule, { sights: old, destinations: strangers, known: standing }, main)?.verdict).toBe(
      'stands',
    );
    expect(verdict(rule, { sights: old, destinations: strangers }, main)?.verdict).toBe('healthy');
  });

  test('and is named with whatever is told of the place', () => {
    const seen = {
      sights: [...sights, stopped('other', after(-5), { bucket: 'ours' })],
      destinations: strangers,
    };
    const told = [...assess(look(seen)).findings.values()].find((one) => one.rule === 'logging-stopped');
    expect(told?.evidence.beside).toMatch(
      /^trail main delivers to the-bucket, which none of your accounts has/,
    );
  });
});

describe('does not fire', () => {
  test.each([
    ['the bucket is found in an account', { destinations: [bucketWith({})] }],
    ['the bucket is gone, which another rule tells', { destinations: [foundBucket({ is: 'gone' })] }],
    [
      'the declared list of buckets leaves it out, which another rule tells',
      {
        destinations: strangers,
        expected: { buckets: ['ours'], keys: [], accounts: [], known: [], keptDays: 0 },
      },
    ],
  ])('%s', (_, seen) => {
    expect(verdict(rule, { sights, ...seen }, main)?.verdict).toBe('healthy');
  });

  test('for a failed CreateTrail', () => {
    const calls = [failed(call('CreateTrail', after(-5), 'main'))];
    expect(verdict(rule, { sights, calls, destinations: [bucketWith({})] }, main)?.verdict).toBe('healthy');
  });
});

describe('cannot see', () => {
  test('a bucket that was not inspected, or whose owner may be an account that cannot be asked', () => {
    const why = { ...refused, operation: 'sts:AssumeRole' };
    for (const destinations of [[], [foundBucket({ is: 'hidden', why })]])
      expect(verdict(rule, { sights, destinations }, main)?.verdict).toBe('cannot-tell');
  });
});
