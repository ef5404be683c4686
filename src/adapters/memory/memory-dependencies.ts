import { dependenciesOf, dependencyName } from '#domain/facts/trail-dependencies.ts';
import { isAtHome } from '#domain/facts/trail.ts';
import type { Instant } from '#domain/values/instant.ts';
import { plusSeconds } from '#domain/values/instant.ts';
import type { Dependencies } from '#ports/dependencies.ts';
import { waveAfterSeconds } from '#ports/dependencies.ts';
import type { MemoryTables } from './memory-tables.ts';

/** The dependency map, computed from the memory of every trail in its own account and home Region. */
export function memoryDependencies(tables: MemoryTables): Dependencies {
  const waves = new Map<string, { readonly by: string; readonly until: Instant }>();
  const dependencies: Dependencies = {
    async claimWave(dependency, by, now) {
      const { kind, id } = dependencyName(dependency);
      const held = waves.get(`${kind} ${id}`);
      if (held && held.until > now && held.by !== by) return false;
      waves.set(`${kind} ${id}`, { by, until: plusSeconds(now, waveAfterSeconds) });
      return true;
    },
    hasDependents: async (dependency) => (await dependencies.listDependents(dependency)).length > 0,
    async listDependents(dependency) {
      const { kind, id } = dependencyName(dependency);
      const own = [...tables.seen.values()].flatMap(({ account, region, trails }) =>
        trails
          .filter(({ goneAt }) => goneAt === undefined)
          .map(({ trail }) => trail)
          .filter((trail) => isAtHome({ account, region }, trail)),
      );
      return own
        .filter((trail) => dependenciesOf(trail).some((one) => one.kind === kind && one.id === id))
        .map(({ arn, owner, homeRegion }) => ({ trail: arn, account: owner, homeRegion }));
    },
  };
  return dependencies;
}
