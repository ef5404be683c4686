import { describe, expect, it } from 'vitest';
import { memoryTrailObserver } from '#adapters/memory/memory-trail-observer.ts';
import { settableClock } from '#adapters/memory/settable-clock.ts';
import { denied, everywhere } from '#test/given/evaluation-world.ts';
import { account, frankfurt, home, noon, shop } from '#test/given/shop.ts';
import { snapshotObserver } from '#usecases/scan/snapshot-observer.ts';

const other = account('222222222222');

/** An observer of accounts, with how often each thing was asked of AWS and what was said of it. */
function observing() {
  const asked: string[] = [];
  const notes: string[] = [];
  const state = { fails: false, refuses: false };
  const memory = memoryTrailObserver(settableClock(noon), () => ({
    regions: state.refuses ? { kind: 'unreadable', why: denied } : { kind: 'seen', value: everywhere },
    trails: () => ({ kind: 'seen', value: [] }),
  }));
  const observer = snapshotObserver(
    {
      visitAccount(who, owners) {
        const visit = memory.visitAccount(who, owners);
        const counted = async <Value>(what: string, work: () => Promise<Value>): Promise<Value> => {
          asked.push(what);
          if (state.fails) throw new Error('Rate exceeded');
          return work();
        };
        return {
          listRegions: () => counted(`list ${who}`, () => visit.listRegions()),
          observeRegion: (region) => counted(`${who} ${region}`, () => visit.observeRegion(region)),
        };
      },
    },
    {
      listed: (who, regions) => void notes.push(`${who} ${regions.kind}`),
      seen: ({ account: who, region }) => void notes.push(`${who} ${region}`),
      failed: (who, region, error) =>
        void notes.push(`${who} ${region ?? 'list'}: ${(error as Error).message}`),
    },
  );
  const visit = (who = shop) => observer.visitAccount(who, async () => undefined);
  return { asked, notes, state, visit };
}

describe('an observer that looks once', () => {
  it('asks for the Regions of an account once, also where they are refused', async () => {
    for (const refuses of [false, true]) {
      const { asked, notes, state, visit } = observing();
      state.refuses = refuses;
      const first = await visit().listRegions();
      expect(await visit().listRegions()).toBe(first);
      await visit(other).listRegions();
      expect(asked).toEqual([`list ${shop}`, `list ${other}`]);
      expect(notes).toEqual([shop, other].map((one) => `${one} ${refuses ? 'unreadable' : 'seen'}`));
    }
  });

  it('looks at a Region once, although two ask at the same time', async () => {
    const { asked, notes, visit } = observing();
    const [one, two] = await Promise.all([visit().observeRegion(home), visit().observeRegion(home)]);
    expect(two).toBe(one);
    await visit().observeRegion(frankfurt);
    await visit(other).observeRegion(home);
    const places = [`${shop} ${home}`, `${shop} ${frankfurt}`, `${other} ${home}`];
    expect([asked, notes]).toEqual([places, places]);
  });

  it('looks again where a look failed, and says each time why', async () => {
    const { asked, notes, state, visit } = observing();
    state.fails = true;
    await expect(visit().observeRegion(home)).rejects.toThrow('Rate exceeded');
    await expect(visit().listRegions()).rejects.toThrow('Rate exceeded');
    state.fails = false;
    expect(await visit().observeRegion(home)).toMatchObject({ account: shop, region: home });
    expect(await visit().listRegions()).toMatchObject({ kind: 'seen' });
    expect(asked).toEqual([`${shop} ${home}`, `list ${shop}`, `${shop} ${home}`, `list ${shop}`]);
    expect(notes).toEqual([
      `${shop} ${home}: Rate exceeded`,
      `${shop} list: Rate exceeded`,
      `${shop} ${home}`,
      `${shop} seen`,
    ]);
  });
});
