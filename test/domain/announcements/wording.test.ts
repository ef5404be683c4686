import { describe, expect, it } from 'vitest';
import { regionWords } from '#domain/announcements/affected.ts';
import { clipped, count, duration, listedUpTo, plain, shortened } from '#domain/announcements/wording.ts';
import { region, regions } from '#test/given/incidents.ts';

describe('words', () => {
  it.each([
    [0, '0.0 s'],
    [420, '0.4 s'],
    [999, '1.0 s'],
    [12_400, '12 s'],
    [59_999, '1 min'],
    [461_000, '7 min 41 s'],
    [3_600_000, '1 h'],
    [11_100_000, '3 h 5 min'],
    [86_400_000, '1 day'],
    [187_200_000, '2 days 4 h'],
    [-5, '0.0 s'],
  ])('%i milliseconds are %s', (milliseconds, words) => {
    expect(duration(milliseconds)).toBe(words);
  });

  it('have the right plural and thousands', () => {
    expect([count(0, 'account'), count(1, 'account'), count(8500, 'account')]).toEqual([
      '0 accounts',
      '1 account',
      '8,500 accounts',
    ]);
    expect(listedUpTo(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more');
  });

  it('list 17 Regions on one line', () => {
    expect(regionWords([region('eu-west-2'), region('eu-west-1'), region('us-east-1')])).toBe(
      'eu-west-1/2, us-east-1',
    );
    expect(regionWords(regions).length).toBeLessThan(150);
  });

  it('are cut between characters, never within one', () => {
    expect(clipped('ab😀cd', 4)).toBe('ab…');
    expect(plain('a\u202eb\u200bc\n d', 10)).toBe('abc d');
    expect(shortened('company-cloudtrail-logs', 12)).toBe('compan…-logs');
    expect(shortened('company', 7)).toBe('company');
    expect(shortened('ab😀😀cd', 5)).toBe('ab…cd');
    expect(shortened('a😀😀b', 4)).toBe('a…b');
    expect(shortened('company', 1)).toBe('…');
    expect(clipped('😀abcdefgh', 6)).toBe('😀abc…');
    expect(shortened('😀abcdefgh', 8)).toBe('😀ab…fgh');
  });

  it.each([
    [999, '999 accounts'],
    [1204, '1,204 accounts'],
    [12_345, '12,345 accounts'],
    [1_234_567, '1,234,567 accounts'],
  ])('of %i group its digits in threes, from the right', (number, words) => {
    expect(count(number, 'account')).toBe(words);
  });
});
