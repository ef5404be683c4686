import type { World } from '#simulators/organization/world.ts';
import type { Rehearsal } from '#local/rehearsal/rehearsal.ts';
import { isForwarded } from '#local/rehearsal/member-rules.ts';
import { startRehearsal } from '#local/rehearsal/rehearsal.ts';
import type { Bench } from './bench.ts';
import { benchAccounts } from './crowd.ts';
import { largestMemory } from './memory-of.ts';
import { stopDuringSweep, type SweepStage } from './sweep-alerts.ts';
import type { CallsOfSweep, Swept } from './sweep-report.ts';
import { sweepReport } from './sweep-report.ts';

/** The Regions that every account has without asking for more. */
const regions = [
  'us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 sa-east-1 eu-north-1 eu-central-1 eu-west-1 eu-west-2',
  'eu-west-3 ap-south-1 ap-southeast-1 ap-southeast-2 ap-northeast-1 ap-northeast-2 ap-northeast-3',
].flatMap((line) => line.split(' '));
const home = 'eu-west-1';
const sizes = [10, 100, 1000];
/** The duration over which a large sweep is spread, in milliseconds; idle time is jumped over. */
const quarterOfAnHour = 15 * 60_000;
/** One account in so many has a trail that is stopped. */
const troubled = 50;

function worldOf(accounts: readonly string[]): World {
  return {
    regions,
    accounts: accounts.map((id) => ({ id, name: `account-${id}` })),
    trails: accounts.map((accountId, index) => ({
      name: 'main',
      accountId,
      homeRegion: home,
      multiRegion: true,
      bucket: `logs-${accountId}`,
      logging: index % troubled !== 0,
    })),
    buckets: accounts.map((accountId) => ({ name: `logs-${accountId}`, accountId, region: home })),
  };
}

async function start(accounts: readonly string[]): Promise<SweepStage> {
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

/** The AWS calls of another sweep without changes, by functions that have just started. */
async function askedAgain({ cloud, organization }: SweepStage): Promise<CallsOfSweep> {
  // As on any later day, the baseline is accepted.
  await cloud.invoke('sweep', { task: 'accept-baseline' });
  await cloud.settle();
  const [before, roles] = [organization.calls.length, cloud.calls.length];
  cloud.functions.stop();
  cloud.runSchedule(cloud.nameOf('SweepLambdaFunction'));
  await cloud.advance(quarterOfAnHour);
  const assumed = cloud.calls.slice(roles).filter(({ operation }) => operation === 'AssumeRole').length;
  return { calls: organization.calls.slice(before), assumed };
}

async function sweep(size: number, progress: (words: string) => void): Promise<Swept> {
  const accounts = benchAccounts(size);
  const stage = await start(accounts);
  try {
    const { cloud, organization } = stage;
    let memory = 0;
    const watch = setInterval(() => (memory = Math.max(memory, largestMemory('handlers/evaluate'))), 2000);
    const began = performance.now();
    cloud.runSchedule(cloud.nameOf('SweepLambdaFunction'));
    const largest = size === sizes.at(-1);
    const healthy = accounts.filter((_, index) => index % 8 === 1 && index % troubled !== 0);
    const latencies = largest ? await stopDuringSweep(stage, healthy) : [];
    const beside = latencies.length > 0 && (await cloud.queue('SweepQueue')).delayed.length > 0;
    await cloud.advance(quarterOfAnHour);
    const seconds = (performance.now() - began) / 1000;
    clearInterval(watch);
    const lists = organization.calls.filter(({ operation }) => operation === 'DescribeTrails');
    const looked = new Set(lists.map(({ accountId }) => accountId));
    const missing = accounts.filter((account) => !looked.has(account));
    if (missing.length > 0) throw new Error(`the sweep has not looked at ${missing.length} accounts`);
    progress(`${size} accounts in ${seconds.toFixed(1)} s`);
    // The calls per account do not depend on the number of accounts.
    const again = size === sizes.at(-2) ? await askedAgain(stage) : undefined;
    return { accounts: size, seconds, again, memory, latencies, beside };
  } finally {
    await stage.stop();
  }
}

/** How long a sweep takes, which AWS calls it makes, and how long an alert takes meanwhile. */
export const sweepBench: Bench = {
  name: 'sweep',
  about: `A sweep of ${sizes.join(', ')} accounts to its end, with the template's concurrencies. Takes about five minutes on two cores.`,
  run: async (progress) => {
    const runs: Swept[] = [];
    for (const size of sizes) runs.push(await sweep(size, progress));
    return sweepReport(runs, regions.length);
  },
};
