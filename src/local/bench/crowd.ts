import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { World } from '#simulators/organization/world.ts';
import { isForwarded } from '#local/rehearsal/member-rules.ts';
import { startRehearsal, type Rehearsal } from '#local/rehearsal/rehearsal.ts';
import type { Alert } from './parts-of-alert.ts';

/** A rehearsal with many accounts, each with a trail of its own. */
export interface Crowd {
  readonly accounts: readonly string[];
  readonly calls: Rehearsal['cloud']['calls'];
  trailsOf(account: string): CloudTrailClient;
  /** Puts an event on the queue of events, as the central bus does. */
  sendEvent(event: object): Promise<void>;
  /** The next event of that account and the message about it; throws after `limit` milliseconds. */
  expect(account: string, limit: number): Promise<Alert>;
  /** Resolves when the message about that account shows its ticket, or after `limit` milliseconds. */
  refreshed(account: string, limit: number): Promise<void>;
  stop(): Promise<void>;
}

const regions = ['us-east-1', 'eu-west-1', 'eu-central-1', 'ap-southeast-2'];

/** A number of account ids. */
export function benchAccounts(count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(300_000_000_000 + index));
}

function worldOf(accounts: readonly string[]): World {
  return {
    regions,
    accounts: accounts.map((id) => ({ id, name: `account-${id}` })),
    trails: accounts.map((accountId) => ({
      name: 'main',
      accountId,
      homeRegion: 'eu-west-1',
      multiRegion: true,
      bucket: `logs-${accountId}`,
    })),
    buckets: accounts.map((accountId) => ({ name: `logs-${accountId}`, accountId, region: 'eu-west-1' })),
  };
}

interface Waiting {
  event?: number;
  readonly heard: (alert: Alert) => void;
}

function wait(waiting: Map<string, Waiting>, account: string, limit: number): Promise<Alert> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`Slack did not hear of ${account}`)), limit);
    const heard = (alert: Alert): void => {
      clearTimeout(late);
      waiting.delete(account);
      resolve(alert);
    };
    waiting.set(account, { heard });
  });
}

function refreshing() {
  const updates = new Set<(blocks: string) => void>();
  return {
    heard: (blocks = ''): void => updates.forEach((update) => update(blocks)),
    refreshed: (account: string, limit: number) =>
      new Promise<void>((resolve) => {
        const end = (): void => {
          clearTimeout(late);
          updates.delete(update);
          resolve();
        };
        const late = setTimeout(end, limit);
        const update = (blocks: string): void => {
          if (blocks.includes(account) && blocks.includes('/browse/')) end();
        };
        updates.add(update);
      }),
  };
}

/** Starts a crowd whose state is known: a sweep has looked at everything, and every function is loaded. */
export async function startCrowd(accounts: readonly string[]): Promise<Crowd> {
  const waiting = new Map<string, Waiting>();
  const { heard: refresh, refreshed } = refreshing();
  const { cloud, organization, slack, stop } = await startRehearsal({
    world: worldOf(accounts),
    cloud: {
      // Looks at what is open would be part of the measurement, and more of them with every incident.
      schedules: false,
      eagerStreams: false,
      forward: (event) => {
        const one = waiting.get(event.account);
        if (one) one.event ??= cloud.clock.now();
        return isForwarded(event);
      },
    },
  });
  // Slack's rate limit per channel is not part of the measurement.
  slack.rates.on = false;
  slack.hook = ({ method, args }) => {
    if (method === 'chat.update') refresh(args['blocks']);
    if (method !== 'chat.postMessage' || args['thread_ts'] !== undefined) return 'serve';
    for (const [account, { event, heard }] of waiting)
      if (event !== undefined && args['blocks']?.includes(account))
        heard({ event, slack: cloud.clock.now() });
    return 'serve';
  };
  await cloud.functions.warm();
  cloud.runSchedule(cloud.nameOf('SweepLambdaFunction'));
  await cloud.settle();
  const trailsOf = (accountId: string): CloudTrailClient => {
    const identity = { kind: 'identity-center', permissionSet: 'Administrator', user: 'mallory' } as const;
    const credentials = organization.credentials({ accountId, identity });
    return new CloudTrailClient({ region: 'eu-west-1', endpoint: cloud.endpoint, credentials });
  };
  const expect = (account: string, limit: number) => wait(waiting, account, limit);
  const sendEvent = (event: object): Promise<void> => cloud.sendMessage('EventsQueue', JSON.stringify(event));
  return { accounts, stop, calls: cloud.calls, trailsOf, sendEvent, expect, refreshed };
}
