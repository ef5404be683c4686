import { describe, expect, it } from 'vitest';
import { fuzz, playSequence } from '#local/fuzz/fuzz.ts';

// `npm run fuzz` plays as many as are wanted.
it('tells of an account that its administrator silences in any order of calls within an hour', async () => {
  expect(await fuzz({ count: 7, seed: 16 })).toMatchObject({ sequences: 7, misses: [] });
}, 60_000);

describe('a fault that is planted in the detector is noticed', () => {
  it.each([6, 7, 10])('when nothing looks at the parts every hour: sequence %i', async (seed) => {
    expect(await playSequence(seed)).toBeUndefined();
    expect(await playSequence(seed, 'no hourly look')).toMatchObject({ seed });
  });
});
