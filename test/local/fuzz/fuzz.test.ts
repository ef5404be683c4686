import { expect, it } from 'vitest';
import { fuzz } from '#local/fuzz/fuzz.ts';

// `npm run fuzz` plays as many as are wanted.
it('tells of an account that its administrator silences in any order of calls within an hour', async () => {
  expect(await fuzz({ count: 7, seed: 16 })).toMatchObject({ sequences: 7, misses: [] });
}, 60_000);
