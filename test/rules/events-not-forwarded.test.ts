import { describe, expect, test } from 'vitest';
import type { DatedGap } from '#domain/facts/forwarding.ts';
import { assess } from '#domain/findings/assess/assess.ts';
import { eventsNotForwarded } from '#domain/findings/rules/events-not-forwarded.ts';
import { after, call, failed, home, judgements, logging, look, prod } from '#test/given/looks.ts';

const day = 24 * 3600;
const gap = (days: number, changes: Partial<DatedGap> = {}): DatedGap => ({
  region: home,
  kind: 'disabled',
  what: 'trailwarden-cloudtrail',
  since: after(-days * day),
  ...changes,
});
const judged = (forwarding: readonly DatedGap[] | undefined) =>
  judgements(eventsNotForwarded, { sights: [logging('main')], forwarding });

describe('fires', () => {
  test('when rules that were deployed are disabled or gone, seen twice, and says which', () => {
    const gone = gap(1 / 1440, { kind: 'missing', what: 'trailwarden-s3' });
    expect(judged([gap(2), gone])).toEqual([
      {
        verdict: 'stands',
        subject: '-',
        severity: 'high',
        weakening: false,
        cause: `unwatched|${prod}`,
        since: after(-2 * day),
        evidence: { change: 'trailwarden-cloudtrail is disabled, trailwarden-s3 is missing' },
      },
    ]);
  });

  test.each<[string, DatedGap, object]>([
    [
      'in many places from which everything was removed, which has one cause',
      gap(1, { kind: 'removed', what: undefined }),
      { severity: 'high', weakening: false, cause: 'unwatched|removed' },
    ],
    [
      'where heartbeats used to come, at once',
      gap(0, { kind: 'silent', what: '2026-11-20T03:00:00.000Z' }),
      { severity: 'medium', evidence: { change: 'no heartbeat has come since 2026-11-20T03:00:00.000Z' } },
    ],
    [
      'without a message, where the rules have been those of an earlier version for two days',
      gap(2, { kind: 'outdated', what: undefined }),
      { severity: 'low', weakening: true, cause: 'unwatched|outdated' },
    ],
  ])('%s', (_, one, finding) => {
    expect(judged([one])).toMatchObject([{ verdict: 'stands', ...finding }]);
  });

  test('for the worst of what is there', () => {
    expect(judged([gap(5, { kind: 'outdated' }), gap(5, { kind: 'silent' }), gap(1)])).toMatchObject([
      { severity: 'high', cause: `unwatched|${prod}` },
    ]);
  });

  test('in a Region that was enabled and has no rules, which has one cause wherever it is so', () => {
    expect(judged([gap(3, { kind: 'no-rules', what: undefined })])).toMatchObject([
      { verdict: 'stands', cause: 'unwatched|no-rules', evidence: { change: 'no rule is there' } },
    ]);
  });
});

describe('does not fire', () => {
  test('while everything is there', () => {
    expect(judged([])).toEqual([{ verdict: 'healthy', subject: '-' }]);
  });

  test('for rules of an earlier version, in the two days that a roll-out may take', () => {
    expect(judged([gap(1.9, { kind: 'outdated' })])).toMatchObject([{ verdict: 'healthy' }]);
  });

  test('for dead letters, which are the past', () => {
    expect(judged([gap(5, { kind: 'dead-letters', what: '4' })])).toMatchObject([{ verdict: 'healthy' }]);
  });

  test('for a failed call', () => {
    const calls = eventsNotForwarded.causedBy.map((name) => failed(call(name, after(-5))));
    expect(
      judgements(eventsNotForwarded, { sights: [logging('main')], calls, forwarding: [] }),
    ).toMatchObject([{ verdict: 'healthy' }]);
  });
});

describe('cannot tell', () => {
  test.each<[string, readonly DatedGap[] | undefined]>([
    ['when nobody has looked, as with every event', undefined],
    ['when it may not look', [gap(9, { kind: 'unreadable', what: 'events:ListRules' })]],
    ['from one look at a part', [gap(0)]],
    [
      'in the first two days without any rule, in which a roll-out may be under way',
      [gap(1.9, { kind: 'no-rules' })],
    ],
  ])('%s', (_, forwarding) => {
    expect(judged(forwarding)).toEqual([{ verdict: 'cannot-tell', subject: '-' }]);
  });

  test('in an account that cannot be read', () => {
    const { findings } = assess(look({ sights: 'unreadable', forwarding: [gap(9)] }));
    expect([...findings.keys()]).toEqual([]);
  });
});
