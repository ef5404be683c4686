import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import type { AccountId } from '#domain/values/account-id.ts';
import { instant } from '#domain/values/instant.ts';
import { percentile, type Bench, type Measurement } from './bench.ts';
import { growthOf, workOf } from './bounded-report.ts';
import { eventOf, sightOf, trailHome } from './bounded-trails.ts';
import { allRegions, boundedSizes, boundedWorld, settle } from './bounded-world.ts';
import { benchAccounts, startCrowd } from './crowd.ts';

/** What a change of one policy concerns: every account, or every trail that delivers to one bucket. */
const changes = [
  {
    name: 'a policy of the organization',
    call: 'organizations:UpdatePolicy',
    parameters: { policyId: 'p-12345678' },
  },
  { name: 'a policy of the bucket of all', call: 's3:PutBucketPolicy', parameters: { bucketName: 'logs' } },
] as const;

async function change(
  count: number,
  { name, call, parameters }: (typeof changes)[number],
): Promise<Measurement[]> {
  const stopped = new Set<AccountId>();
  const startedAt = instant(Date.UTC(2026, 10, 1));
  const world = boundedWorld(count, (account) => {
    const status = stopped.has(account)
      ? { logging: false, startedAt, stoppedAt: world.clock.now() }
      : { logging: true, startedAt };
    return [sightOf(account, 'main', { organization: false, bucket: 'logs', status })];
  });
  const [caller, stranger] = world.accounts;
  if (caller === undefined || stranger === undefined) throw new Error('a bench needs two accounts');
  for (const account of world.accounts)
    world.queues.send('sweep', { account, regions: 'all', why: 'sweep', triggers: [] });
  await settle(world, 1);
  const { clock, queues, tally } = world;
  const before = tally.invocations.length;
  stopped.add(stranger);
  const at = clock.now();
  queues.send('events', eventOf(call, caller, { region: 'us-east-1', at, parameters }));
  queues.send(
    'events',
    eventOf('cloudtrail:StopLogging', stranger, { region: trailHome, at, parameters: { name: 'main' } }),
  );
  await settle(world, 20);
  const own = { ...tally, invocations: tally.invocations.slice(before) };
  return workOf(`${name}, ${count} accounts`, { ...world, tally: own });
}

/** How long an alert takes whose event comes with that of a policy that concerns every account, in milliseconds. */
async function besides(count: number, alerts: number): Promise<readonly number[]> {
  const crowd = await startCrowd(benchAccounts(count));
  try {
    const latencies: number[] = [];
    for (const account of benchAccounts(alerts + 1).slice(1)) {
      const told = crowd.expect(account, 30_000);
      const [caller] = crowd.accounts;
      const parameters = { policyId: 'p-12345678' };
      const body = eventOf('organizations:UpdatePolicy', caller as AccountId, {
        region: 'us-east-1',
        at: Date.now(),
        parameters,
      });
      await Promise.all([
        crowd.sendEvent(body),
        crowd.trailsOf(account).send(new StopLoggingCommand({ Name: 'main' })),
      ]);
      const { event, slack } = await told;
      latencies.push(slack - event);
    }
    return latencies;
  } finally {
    await crowd.stop();
  }
}

const figures = ['evaluations, most', 'reads, most', 'writes, most', 'reads an account'];

/** What one changed policy costs that concerns every account, and an alert in its batch. */
export const policyChange: Bench = {
  name: 'policy-change',
  about: `A policy that concerns ${boundedSizes.join(', ')} accounts with ${allRegions.length} Regions is changed while a trail is stopped. In one process, over stores in memory; the alert besides it in the local cloud, with 100 accounts. Takes some two minutes.`,
  run: async (progress) => {
    const measurements: Measurement[] = [];
    for (const one of changes) {
      const own: Measurement[] = [];
      for (const size of boundedSizes) {
        own.push(...(await change(size, one)));
        progress(`${one.name}, ${size} accounts`);
      }
      measurements.push(...own, ...growthOf(`${one.name}, 5000 against 100`, own, figures));
    }
    const latencies = await besides(100, 20);
    const subject = 'a StopLogging in the batch of a policy of 100 accounts';
    measurements.push(
      { subject, figure: 'p50', value: percentile(latencies, 0.5), unit: 'ms' },
      { subject, figure: 'p99', value: percentile(latencies, 0.99), unit: 'ms', goal: 1200 },
    );
    return {
      measurements,
      notes: [
        'Most: what the invocation did that did most of it. Calls of stores count once each, as DynamoDB would be asked.',
      ],
    };
  },
};
