import type { LakeSight } from '#domain/facts/lake.ts';
import type { LakeStore } from '#ports/lakes.ts';

/** Event data stores as they were last found, in memory. */
export function memoryLakes(): LakeStore {
  const kept = new Map<string, LakeSight>();
  return {
    readLakes: async (account) =>
      new Map(
        [...kept.values()].filter((sight) => sight.account === account).map((sight) => [sight.region, sight]),
      ),
    async keepLake(sight) {
      const key = `${sight.account} ${sight.region}`;
      const before = kept.get(key);
      if (before !== undefined && before.at > sight.at) return 'stale';
      kept.set(key, sight);
      return 'applied';
    },
  };
}
