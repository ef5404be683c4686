import type { Roll, RollStore } from '#ports/organization.ts';

/** The roll in memory. */
export function memoryRollStore(): RollStore {
  let kept: Roll | undefined;
  return {
    readRoll: async () => kept,
    keepRoll: async (roll) => void (kept = roll),
  };
}
