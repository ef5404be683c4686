import { expect, it } from 'vitest';
import { home, later, memory, noon, saved, shop, shopTrail, trail } from '#test/given/shop.ts';
import type { Stores } from '#test/given/stores.ts';

const logs = { kind: 'bucket', id: 'all-logs' } as const;

/** What every index of dependencies promises. */
export function dependenciesContract(open: () => Promise<Stores>): void {
  it('knows whether anything depends on a resource, and what', async () => {
    const { dependencies, issues } = await open();
    expect(await dependencies.hasDependents(logs)).toBe(false);
    const own = { trail: trail({ bucket: logs.id }), status: { logging: true }, seenAt: noon };
    await saved(issues, { at: noon, memory: memory(noon, {}, own) });
    expect(await dependencies.hasDependents(logs)).toBe(true);
    expect(await dependencies.listDependents(logs)).toEqual([
      { trail: shopTrail, account: shop, homeRegion: home },
    ]);
    expect(await dependencies.hasDependents({ kind: 'bucket', id: 'other' })).toBe(false);
  });

  it('lets one wave a minute be claimed, and its claimer claim it again', async () => {
    const { dependencies } = await open();
    const claim = (by: string, seconds: number) => dependencies.claimWave(logs, by, later(noon, seconds));
    expect(await claim('put-1', 0)).toBe(true);
    expect(await claim('put-2', 59)).toBe(false);
    expect(await claim('put-1', 5)).toBe(true);
    expect(await dependencies.claimWave({ kind: 'key', id: logs.id }, 'put-2', noon)).toBe(true);
    expect(await claim('put-2', 65)).toBe(true);
    expect(await claim('put-3', 66)).toBe(false);
  });

  it('lets one of twenty claim it at once', async () => {
    const { dependencies } = await open();
    const claims = Array.from({ length: 20 }, (_, index) =>
      dependencies.claimWave(logs, `put-${index}`, noon),
    );
    expect((await Promise.all(claims)).filter(Boolean)).toHaveLength(1);
  });
}
