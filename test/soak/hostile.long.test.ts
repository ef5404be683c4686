import { expect, test } from 'vitest';
import { soak } from '#local/soak/soak.ts';

test('5,000 hostile messages stop no batch, and open or close nothing that was not seen', async () => {
  const { faults, acknowledged, refused } = await soak({ count: 5000, seed: 20_261_121 });
  expect(faults).toEqual([]);
  // Both ways out are taken: most are ignored with a reason, what is no message of ours goes to the dead letters.
  expect(acknowledged).toBeGreaterThan(1000);
  expect(refused).toBeGreaterThan(500);
});
