import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import { instant } from '#domain/values/instant.ts';
import type { TrailStatus } from '#domain/facts/trail.ts';
import { eventOf, sightOf, trailHome } from './bounded-trails.ts';
import type { BoundedWorld } from './bounded-world.ts';
import { boundedWorld, settle } from './bounded-world.ts';

const trailName = 'everything';
const startedAt = instant(Date.UTC(2026, 10, 1));

/** An organization under one trail of its management account, the first one, which is swept and then stopped. */
export interface StoppedOrganization {
  readonly world: BoundedWorld;
  /** Starts the trail again, and sends the event of it if `isHeard`. */
  repair(isHeard: boolean): void;
}

/** The organization with an open finding in every account and Region. */
export async function stoppedOrganization(count: number): Promise<StoppedOrganization> {
  let status: TrailStatus = { logging: true, startedAt };
  const world = boundedWorld(count, () => [
    sightOf(management, trailName, { organization: true, bucket: 'all-logs', status }),
  ]);
  const management = world.accounts[0] as AccountId;
  const call = (name: string, at: Instant): void =>
    world.queues.send(
      'events',
      eventOf(`cloudtrail:${name}`, management, { region: trailHome, at, parameters: { name: trailName } }),
    );
  for (const account of world.accounts)
    world.queues.send('sweep', { account, regions: 'all', why: 'sweep', triggers: [] });
  await settle(world, 20);
  const stoppedAt = world.clock.now();
  status = { logging: false, startedAt, stoppedAt };
  call('StopLogging', stoppedAt);
  await settle(world, 20);
  return {
    world,
    repair(isHeard) {
      status = { logging: true, startedAt: world.clock.now(), stoppedAt };
      if (isHeard) call('StartLogging', world.clock.now());
    },
  };
}
