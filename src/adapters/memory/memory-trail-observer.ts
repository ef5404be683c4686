import type { Observation, Sight, TrailSight } from '#domain/facts/observation.ts';
import { selectorsOrOwners } from '#domain/facts/observation.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';
import type { Clock } from '#ports/clock.ts';
import type { ReadOwnersStatus, TrailObserver } from '#ports/trail-observer.ts';

/** The state of an account: its Regions, and for each the trails as the account itself sees them. */
export interface ShownAccount {
  readonly regions: Sight<readonly Region[]>;
  readonly trails: (region: Region) => Sight<readonly TrailSight[]>;
}

async function withOwnersStatus(
  sight: TrailSight,
  visitor: AccountId,
  ownersStatus: () => ReturnType<ReadOwnersStatus>,
): Promise<TrailSight> {
  if (sight.trail.owner === visitor) return { ...sight, secondHand: false };
  const told = await ownersStatus();
  const selectors = selectorsOrOwners(sight.selectors, told?.recorded);
  return told
    ? { ...sight, status: { kind: 'seen', value: told.status }, selectors, secondHand: false }
    : { ...sight, secondHand: true };
}

/** Observes accounts in the state that `show` returns at that moment; the status of a foreign trail is read from its owner. */
export function memoryTrailObserver(clock: Clock, show: (account: AccountId) => ShownAccount): TrailObserver {
  return {
    visitAccount: (account, readOwnersStatus) => ({
      listRegions: async () => show(account).regions,
      async observeRegion(region): Promise<Observation> {
        const at = clock.now();
        const shown = show(account).trails(region);
        if (shown.kind === 'unreadable') return { account, region, at, trails: shown, channels: undefined };
        const sights = shown.value.map((sight) =>
          withOwnersStatus(sight, account, () => readOwnersStatus(sight.trail, region)),
        );
        const trails = { kind: 'seen', value: await Promise.all(sights) } as const;
        return { account, region, at, trails, channels: undefined };
      },
    }),
  };
}
