import { expect, it } from 'vitest';
import { pointsOf, startsAnew } from '#local/harness/point.ts';

it('a call of chance is waited for in new and in warm processes by turns, one of every run in warm ones alone', () => {
  const attempts = [1, 2, 3, 4];
  expect(attempts.map((attempt) => startsAnew({ cold: true }, attempt))).toEqual([true, false, true, false]);
  expect(attempts.map((attempt) => startsAnew({ cold: false }, attempt))).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

it('what one of the warm runs did not make is a call of chance', () => {
  const cold = new Map([
    ['start', 1],
    ['read', 2],
  ]);
  const warm = [
    new Map([
      ['read', 2],
      ['again', 1],
    ]),
    new Map([['read', 3]]),
  ];
  expect(pointsOf(cold, warm)).toEqual([
    { call: 'again', nth: 1, cold: true },
    { call: 'read', nth: 1, cold: false },
    { call: 'read', nth: 2, cold: false },
    { call: 'start', nth: 1, cold: true },
  ]);
});
