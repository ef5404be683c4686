import type { Roll, RollStore } from '#ports/organization.ts';

/** The roll in memory. */
export function memoryRollStore(): RollStore {
  let kept: Roll | undefined;
  return {
    read: async () => kept,
    keep: async (roll) => void (kept = roll),
  };
}
