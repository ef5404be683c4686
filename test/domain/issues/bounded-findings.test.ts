import { describe, expect, test } from 'vitest';
import { boundedFindings } from '#domain/issues/bounded-findings.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import { findingKey } from '#domain/findings/finding.ts';
import { arn, at, evidence, finding, healed, now } from '#test/given/incidents.ts';
import { later } from '#test/given/shop.ts';

const trailOf = (name: string) => arn(`arn:aws:cloudtrail:eu-west-1:111122223333:trail/${name}`);
const of = (name: string, changes: Partial<TrackedFinding> = {}) =>
  finding({ subject: trailOf(name), ...changes });
const kept = (findings: readonly TrackedFinding[], when = now) =>
  [
    ...boundedFindings(
      new Map(findings.map((one) => [findingKey(one.rule, one.subject), one])),
      when,
    ).values(),
  ].map(({ subject }) => subject.split('/').at(-1));
/** So large that twenty fit, and not 30. */
const large = {
  evidence: { ...evidence, change: 'x'.repeat(1000), error: 'y'.repeat(1000), resource: 'z'.repeat(1000) },
};
const crowd = (count: number, changes: Partial<TrackedFinding>) =>
  Array.from({ length: count }, (_, index) => of(`crowd-${index}`, { ...large, ...changes }));
const month = 30 * 24 * 3600;

describe('the findings that are kept of a place', () => {
  test('are all of them, in their order, as long as they fit', () => {
    const all = [of('b', { severity: 'low' }), of('a'), of('c', healed)];
    expect(kept(all)).toEqual(['b', 'a', 'c']);
  });

  test.each<[string, Partial<TrackedFinding>, Partial<TrackedFinding>]>([
    ['what is told before weakenings, however bad they are', { severity: 'low' }, { harmful: false }],
    ['weakenings before what is over', { harmful: false, severity: 'low' }, healed],
    ['what is accepted before what is over', { state: 'whitelisted', severity: 'low' }, healed],
    ['what is open before what is closed', { severity: 'low' }, { closed: { at: now, because: 'healthy' } }],
    ['the worst', { severity: 'high' }, { severity: 'medium' }],
    ['the latest of equals', { openedAt: at('12:01:00') }, {}],
  ])('are else %s', (_, one, others) => {
    const all = [...crowd(15, others), of('one', { ...large, ...one }), ...crowd(40, others).slice(15)];
    const names = kept(all);
    expect(names.length).toBeLessThan(all.length);
    expect(names).toContain('one');
  });

  test('are of equals the latest, in whatever order they are remembered', () => {
    const minutes = Array.from({ length: 40 }, (_, index) => (index * 17) % 40);
    const all = minutes.map((minute) =>
      of(`at-${minute}`, { ...large, openedAt: later(at('12:00:00'), minute * 60) }),
    );
    const names = kept(all);
    const latest = minutes.toSorted((a, b) => b - a).slice(0, names.length);
    expect(names.toSorted()).toEqual(latest.map((minute) => `at-${minute}`).toSorted());
  });

  test.each(['change', 'error', 'resource'] as const)(
    'have their %s cut at a thousand characters',
    (text) => {
      const cut = (length: number) => {
        const one = of('one', { evidence: { ...evidence, [text]: 'x'.repeat(length) } });
        return [...boundedFindings(new Map([[findingKey(one.rule, one.subject), one]]), now).values()][0]
          ?.evidence[text];
      };
      expect([cut(1001), cut(1000)].map((one) => one?.length)).toEqual([1000, 1000]);
      expect(cut(1000)).toBe('x'.repeat(1000));
    },
  );

  test('have none that was over for a month beside others that last, and that one alone', () => {
    const over = of('over', healed);
    const when = (seconds: number) => later(healed.resolvedAt, seconds);
    expect(kept([over, of('open')], when(month - 1))).toEqual(['over', 'open']);
    expect(kept([over, of('open')], when(month))).toEqual(['open']);
    expect(kept([over, of('accepted', { state: 'whitelisted' })], when(month))).toEqual(['accepted']);
    expect(kept([over], when(month))).toEqual(['over']);
    const closed = of('closed', { closed: { at: now, because: 'healthy' } });
    expect(kept([over, closed], when(month))).toEqual(['over', 'closed']);
    const undated = of('undated', { state: 'resolved', resolvedAt: undefined });
    expect(kept([undated, of('open')], when(month))).toEqual(['undated', 'open']);
  });
});
