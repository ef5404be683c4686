import { describe, expect, it } from 'vitest';
import { fuzz, playSequence } from '#local/fuzz/fuzz.ts';

// `npm run fuzz` plays as many as are wanted.
it('tells of an account that its administrator silences in any order of calls within an hour', async () => {
  expect(await fuzz({ count: 7, seed: 16 })).toMatchObject({ sequences: 7, misses: [] });
});

describe('a fault that is planted in the detector is noticed', () => {
  it.each([
    ['no hourly look', 6],
    ['no hourly look', 7],
    ['no hourly look', 10],
    ['refusals are excused', 10],
  ] as const)('%s: sequence %i ends unheard', async (plant, seed) => {
    expect(await playSequence(seed)).toBeUndefined();
    expect(await playSequence(seed, plant)).toMatchObject({ seed });
  });
});
