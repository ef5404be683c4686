import { deliveryPeriod, nextAttempt } from '#simulators/organization/delivery.ts';
import type { Stage } from './stage.ts';
import { arnOf, home } from './worlds.ts';

/**
 * Lets time pass until CloudTrail has just delivered what a trail records in both Regions of its owner, and does not try again
 * for more than two minutes: a delivery that fails before the first look would be told beside what a test waits for.
 */
export async function justDelivered({ cloud, later }: Stage, owner: string, name = 'main'): Promise<void> {
  const now = cloud.clock.now();
  const [one = now, other = now] = [home, 'us-east-1']
    .map((region) => nextAttempt({ arn: arnOf(owner, name) }, { account: owner, region }, now))
    .toSorted((a, b) => a - b);
  const last = other - one > deliveryPeriod / 2 ? one : other;
  await later(last - now + 1000);
}
