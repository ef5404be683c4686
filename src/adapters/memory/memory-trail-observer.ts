import type { Observation, Sight, TrailSight } from '#domain/facts/observation.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';
import type { Clock } from '#ports/clock.ts';
import type { ReadOwnersStatus, TrailObserver } from '#ports/trail-observer.ts';

/** What an account shows: its Regions, and from each what its trails look like to the account itself. */
export interface ShownAccount {
  readonly regions: Sight<readonly Region[]>;
  readonly trails: (region: Region) => Sight<readonly TrailSight[]>;
}

async function withWord(
  sight: TrailSight,
  visitor: AccountId,
  word: () => ReturnType<ReadOwnersStatus>,
): Promise<TrailSight> {
  if (sight.trail.owner === visitor) return { ...sight, secondHand: false };
  const value = await word();
  return value
    ? { ...sight, status: { kind: 'seen', value }, secondHand: false }
    : { ...sight, secondHand: true };
}

/** Looks at accounts that `show` shows as they are at that moment; what belongs to others is asked of their owners. */
export function memoryTrailObserver(clock: Clock, show: (account: AccountId) => ShownAccount): TrailObserver {
  return {
    visitAccount: (account, readOwnersStatus) => ({
      listRegions: async () => show(account).regions,
      async observeRegion(region): Promise<Observation> {
        const at = clock.now();
        const shown = show(account).trails(region);
        if (shown.kind === 'unreadable') return { account, region, at, trails: shown };
        const sights = shown.value.map((sight) =>
          withWord(sight, account, () => readOwnersStatus(sight.trail, region)),
        );
        return { account, region, at, trails: { kind: 'seen', value: await Promise.all(sights) } };
      },
    }),
  };
}
