import { CloudTrailClient, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import type { World } from '#local/organization/world.ts';
import type { Rehearsal } from '#local/rehearsal/rehearsal.ts';
import { isForwarded, startRehearsal } from '#local/rehearsal/rehearsal.ts';
import type { Bench } from './bench.ts';
import { benchAccounts } from './crowd.ts';
import { largestMemory } from './memory-of.ts';
import type { Swept } from './sweep-report.ts';
import { sweepReport } from './sweep-report.ts';

/** The Regions that every account has without asking for more. */
const regions = [
  'us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 sa-east-1 eu-north-1 eu-central-1 eu-west-1 eu-west-2',
  'eu-west-3 ap-south-1 ap-southeast-1 ap-southeast-2 ap-northeast-1 ap-northeast-2 ap-northeast-3',
].flatMap((line) => line.split(' '));
const home = 'eu-west-1';
const sizes = [10, 100, 1000];
/** One account in so many has a trail that is stopped. */
const troubled = 50;
/** Trails stopped by somebody while the largest sweep runs. */
const alerts = 30;

function worldOf(accounts: readonly string[]): World {
  return {
    regions,
    accounts: accounts.map((id) => ({ id, name: `account-${id}` })),
    trails: accounts.map((accountId, index) => ({
      ...{ name: 'main', accountId, homeRegion: home, multiRegion: true, bucket: `logs-${accountId}` },
      logging: index % troubled !== 0,
    })),
    buckets: accounts.map((accountId) => ({ name: `logs-${accountId}`, accountId, region: home })),
  };
}

interface Stage extends Rehearsal {
  readonly events: Map<string, number>;
  readonly told: Map<string, number>;
}

async function start(accounts: readonly string[]): Promise<Stage> {
  const events = new Map<string, number>();
  const told = new Map<string, number>();
  const rehearsal: Rehearsal = await startRehearsal({
    world: worldOf(accounts),
    cloud: {
      schedules: false,
      forward: (event) => {
        if (!events.has(event.account)) events.set(event.account, performance.now());
        return isForwarded(event);
      },
    },
  });
  rehearsal.slack.rates.on = false;
  rehearsal.slack.hook = ({ method, args }) => {
    const account = /\((\d{12})\)/.exec(args['blocks'] ?? '')?.[1];
    if (method === 'chat.postMessage' && account && !told.has(account)) told.set(account, performance.now());
    return 'serve';
  };
  await rehearsal.cloud.functions.warm();
  return { ...rehearsal, events, told };
}

/** Stops healthy trails one after another while the sweep runs; answers how long each took to be told, in ms. */
async function stopSome(
  { cloud, organization, events, told }: Stage,
  accounts: readonly string[],
): Promise<number[]> {
  const identity = { kind: 'identity-center', permissionSet: 'Administrator', user: 'mallory' } as const;
  const healthy = accounts
    .filter((_, index) => index % troubled === 1 || index % troubled === 26)
    .slice(0, alerts);
  for (const accountId of healthy) {
    const credentials = organization.credentials({ accountId, identity });
    const client = new CloudTrailClient({ region: home, endpoint: cloud.endpoint, credentials });
    await client.send(new StopLoggingCommand({ Name: 'main' }));
    const since = performance.now();
    while (!told.has(accountId) && performance.now() - since < 20_000) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 500));
  }
  return healthy.map((account) => (told.get(account) ?? Infinity) - (events.get(account) ?? 0));
}

async function sweep(size: number, progress: (words: string) => void): Promise<Swept> {
  const accounts = benchAccounts(size);
  const stage = await start(accounts);
  try {
    const { cloud, organization } = stage;
    let memory = 0;
    const watch = setInterval(() => (memory = Math.max(memory, largestMemory('handlers/evaluate'))), 500);
    const began = performance.now();
    cloud.runSchedule(cloud.nameOf('SweepLambdaFunction'));
    const latencies = size === sizes.at(-1) ? await stopSome(stage, accounts) : [];
    await cloud.settle();
    const seconds = (performance.now() - began) / 1000;
    clearInterval(watch);
    progress(`${size} accounts in ${seconds.toFixed(1)} s`);
    // What the alerts asked for is theirs, not the sweep's.
    const alerted = new Set(latencies.length > 0 ? stage.events.keys() : []);
    const calls = organization.calls.filter(({ accountId }) => !alerted.has(accountId));
    const assumed = organization.calls.filter(({ operation }) => operation === 'AssumeRole').length / size;
    return { accounts: size - alerted.size, seconds, calls, assumed, memory, latencies };
  } finally {
    await stage.stop();
  }
}

/** How long a sweep takes, what it asks AWS for, and how an alert fares meanwhile. */
export const sweepBench: Bench = {
  name: 'sweep',
  about: `A sweep of ${sizes.join(', ')} accounts to its end, with the template's concurrencies.`,
  run: async (progress) => {
    const runs: Swept[] = [];
    for (const size of sizes) runs.push(await sweep(size, progress));
    return sweepReport(runs, regions.length);
  },
};
