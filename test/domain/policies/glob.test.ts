import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitsGlob, unknownStretch as open } from '#domain/policies/glob.ts';

test.each([
  ['*', 'abc', 'yes'],
  ['a?c', 'abc', 'yes'],
  ['a*d', 'abc', 'no'],
  ['', '', 'yes'],
  ['a/*', `a/${open}`, 'yes'],
  ['a/?', `a/${open}`, 'maybe'],
  ['a/2026/*', `a/${open}/b`, 'maybe'],
  ['b/*', `a/${open}`, 'no'],
  ['a/*/c', `a/${open}/b`, 'no'],
  ['a/${x}/b', 'a/1/b', 'maybe'],
  ['c/${x}', 'a/1/b', 'no'],
  ['${', 'anything', 'maybe'],
  [`a${open}`, 'a', 'maybe'],
] as const)('%j fits %j: %s', (pattern, text, truth) => {
  expect(fitsGlob(pattern, text)).toBe(truth);
});

test('what is sure of a text with an unknown stretch holds for every filling', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*', '?'), maxLength: 8 });
  const plain = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 4 });
  fc.assert(
    fc.property(letters, plain, plain, plain, (pattern, start, filling, end) => {
      const truth = fitsGlob(pattern, `${start}${open}${end}`);
      if (truth !== 'maybe') expect(fitsGlob(pattern, `${start}${filling}${end}`)).toBe(truth);
    }),
    { numRuns: 3000 },
  );
});
