import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitsGlob, unknownName, unknownStretch as open } from '#domain/policies/glob.ts';

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
  ['a/CloudTrail/*', `a/${open}/b`, 'no'],
  ['a/*_CloudTrail_*', `a/${unknownName}`, 'maybe'],
  ['a/*/c/d', `a/${unknownName}/d`, 'no'],
] as const)('%j fits %j: %s', (pattern, text, truth) => {
  expect(fitsGlob(pattern, text)).toBe(truth);
});

test.each([
  ['an unknown stretch', open, fc.constantFrom('a', 'b', '1', '-')],
  ['an unknown name', unknownName, fc.constantFrom('a', 'B', '_')],
])('what is sure of a text with %s holds for every filling', (_kind, mark, unit) => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'B', '1', '/', '*', '?'), maxLength: 8 });
  const plain = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 4 });
  fc.assert(
    fc.property(letters, plain, fc.string({ unit, maxLength: 4 }), plain, (pattern, start, filling, end) => {
      const truth = fitsGlob(pattern, `${start}${mark}${end}`);
      if (truth !== 'maybe') expect(fitsGlob(pattern, `${start}${filling}${end}`)).toBe(truth);
    }),
    { numRuns: 3000 },
  );
});
