import { expect, test } from 'vitest';
import { soak } from '#local/soak/soak.ts';

// `hostile.long.test.ts` sends 5,000, and `npm run soak` as many as are wanted.
test('300 hostile messages stop no batch, and open or close nothing; the same seed makes the same ones', async () => {
  const [one, other] = [await soak({ count: 300, seed: 7 }), await soak({ count: 300, seed: 7 })];
  expect(one.faults).toEqual([]);
  expect(one.acknowledged).toBeGreaterThan(30);
  expect(one.refused).toBeGreaterThan(15);
  expect({ ...one, milliseconds: 0 }).toEqual({ ...other, milliseconds: 0 });
});
