import { heartbeat } from '#domain/facts/heartbeat.ts';
import type { Rehearsal } from '#local/rehearsal/rehearsal.ts';
import { playgroundRegions } from './world.ts';

/** Every account and Region beats once, as EventBridge Scheduler does it every six hours; through the rules, as they are now. */
export function beatEverywhere({ cloud }: Rehearsal, accounts: Iterable<string>): void {
  const time = new Date(cloud.clock.now()).toISOString();
  for (const account of accounts)
    for (const region of playgroundRegions) {
      const { source, detailType } = heartbeat;
      const event = {
        version: '0' as const,
        id: `beat-${account}`,
        resources: [],
        detail: {},
        account,
        region,
        source,
        time,
      };
      cloud.deliver({ ...event, 'detail-type': detailType }, { account, region });
    }
}
