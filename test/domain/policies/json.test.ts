import { expect, test } from 'vitest';
import { asJsonObject, asList } from '#domain/policies/json.ts';

test.each([
  [{ a: 1 }, true],
  [{}, true],
  [[], false],
  ['text', false],
  [1, false],
  [true, false],
  [null, false],
  [undefined, false],
])('of what JSON can hold, %j is an object or not', (value, is) => {
  expect(asJsonObject(value)).toBe(is ? value : undefined);
});

test('one of something is a list of it', () => {
  expect([asList('a'), asList(['a', 'b']), asList(undefined)]).toEqual([['a'], ['a', 'b'], [undefined]]);
});
