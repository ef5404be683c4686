import { describe, expect, it } from 'vitest';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import { heatMapOf } from '#domain/reports/heat-map.ts';
import { account, finding, region } from '#test/given/incidents.ts';
import { accountIds, day, issue, morning, outcome } from '#test/given/days.ts';

const [one = account('200000000000'), two = one] = accountIds(2);
const home = region('eu-west-1');
const inHome = { regions: [home] };
const mapOf = (findings: readonly TrackedFinding[], changes: Partial<Parameters<typeof day>[1]> = {}) =>
  heatMapOf({
    ...day(2, { outcomes: [outcome(one, inHome), outcome(two, inHome)], ...changes }),
    issues: [issue(one, home, ...findings)],
  });
const stateOf = (...findings: TrackedFinding[]) =>
  mapOf(findings)?.rows.find(({ label }) => label.includes(one) || label === 'team-1')?.cells[0];

describe('the state of a place', () => {
  const closed = { closed: { at: morning, because: 'healthy' } } as const;
  it.each<[string, readonly TrackedFinding[], string]>([
    ['its severity, where harm is open', [finding({ severity: 'medium' })], 'medium'],
    [
      'the worst of several',
      [finding({ severity: 'low' }), finding({ rule: 'no-trail', severity: 'high' })],
      'high',
    ],
    ['weakened, where nothing was lost', [finding({ harmful: false })], 'weakened'],
    ['accepted', [finding({ state: 'whitelisted' })], 'accepted'],
    [
      'nothing, where what was accepted is closed',
      [finding({ state: 'whitelisted', ...closed })],
      'nothing open',
    ],
    ['nothing, where it is over', [finding({ state: 'resolved' })], 'nothing open'],
    ['nothing, where it is closed', [finding(closed)], 'nothing open'],
    [
      'the harm beside what is accepted',
      [finding(), finding({ rule: 'no-trail', state: 'whitelisted' })],
      'critical',
    ],
    [
      'weakened beside what is accepted',
      [finding({ rule: 'no-trail', state: 'whitelisted' }), finding({ harmful: false })],
      'weakened',
    ],
  ])('is %s', (_, findings, state) => {
    expect(stateOf(...findings)).toBe(state);
  });
});

describe('the picture', () => {
  it('has a row for each account, the worst first, and a column for each Region in order', () => {
    const map = mapOf([finding()], {
      outcomes: [
        outcome(one, { regions: [home, region('ap-south-1')] }),
        outcome(two, { regions: [region('us-east-1'), home] }),
      ],
    });
    expect(map).toMatchObject({
      title: '2 accounts by 3 Regions',
      columns: ['ap-south-1', 'eu-west-1', 'us-east-1'],
      legend: [
        { state: 'critical', accounts: 1 },
        { state: 'nothing open', accounts: 1 },
      ],
    });
    expect(map?.rows.map(({ cells }) => cells)).toEqual([
      ['nothing open', 'critical', 'outside'],
      ['outside', 'nothing open', 'nothing open'],
    ]);
    expect(map?.alt).toBe(
      `Heat map of 2 accounts by 3 Regions: 1 critical and 1 nothing open. Worst: team-1 (${one}), critical.`,
    );
  });

  it('lists accounts that stand alike in the order of their numbers', () => {
    const outcomes = [outcome(two, inHome), outcome(one, inHome)];
    expect(mapOf([], { outcomes })?.rows.map(({ label }) => label)).toEqual(['team-1', 'team-2']);
    const reversed = heatMapOf(day(2, { outcomes: outcomes.toReversed() }));
    expect(reversed?.rows.map(({ label }) => label)).toEqual(['team-1', 'team-2']);
  });

  it('names no worst account where nothing is wrong', () => {
    expect(mapOf([])?.alt).toBe('Heat map of 2 accounts by 1 Region: 2 nothing open.');
    expect(mapOf([finding({ state: 'whitelisted' })])?.alt).toContain('Worst:');
  });

  it('shows accounts that could not be read, or did not answer, in every Region', () => {
    const failed = mapOf([], {
      outcomes: [outcome(one, inHome), outcome(two, { kind: 'failed', regions: [], why: 'x' } as never)],
    });
    expect(failed?.rows[0]?.cells).toEqual(['not read']);
    expect(mapOf([], { outcomes: [outcome(one, inHome)] })?.rows.map(({ cells }) => cells[0])).toEqual([
      'not read',
      'nothing open',
    ]);
  });

  it('has six rows at most: the worst five, and one for all others', () => {
    const rows = (count: number) => heatMapOf(day(count))?.rows.map(({ label }) => label) ?? [];
    expect(rows(6)).toHaveLength(6);
    expect(rows(6).join()).not.toContain('more');
    expect(rows(7)).toHaveLength(6);
    expect(rows(7).at(-1)).toBe('worst of 2 more');
  });

  it('has the 34 Regions that stand worst, in order, where there are more', () => {
    const many = Array.from({ length: 40 }, (_, index) => region(`xx-east-${index + 10}`));
    const [last = home] = many.toReversed();
    const map = heatMapOf({
      ...day(2, { outcomes: [outcome(one, { regions: many }), outcome(two, { regions: many.slice(0, 1) })] }),
      issues: [issue(one, last, finding())],
    });
    expect(map?.columns).toEqual([...many.slice(0, 33), last]);
    const reversed = heatMapOf(
      day(2, {
        outcomes: [outcome(one, { regions: many.toReversed() }), outcome(two, { regions: many.slice(0, 1) })],
      }),
    );
    expect(reversed?.columns).toEqual(many.slice(0, 34));
  });
});
