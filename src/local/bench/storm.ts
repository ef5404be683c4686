import { CloudTrailClient, StartLoggingCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { readEvent } from '#adapters/cloudtrail/read-event.ts';
import { seeded, shuffled } from '#local/harness/seeded.ts';
import { isForwarded } from '#local/rehearsal/member-rules.ts';
import { startRehearsal, type Rehearsal } from '#local/rehearsal/rehearsal.ts';
import type { BusEvent } from '#simulators/wire.ts';
import { percentile, type Bench, type BenchReport } from './bench.ts';
import { outcomeOf, stormReport, type RequestCounts, type Storm, type StormOutcome } from './storm-report.ts';
import { organizationTrail, stormHome, stormWorld, strangersBefore, type StormWorld } from './storm-world.ts';

/** The kind of storm: its number of accounts, and whether every message comes twice and in random order. */
const plays = [
  { accounts: 500, twice: false },
  { accounts: 500, twice: true },
] as const;
const patience = 30_000;

interface Stage extends Rehearsal, StormWorld {
  /** Events that reached the central bus, with the moment. */
  readonly events: { readonly event: BusEvent; readonly at: number }[];
  /** First messages, in order: the channel, the moment and the blocks. */
  readonly posts: { readonly channel: string; readonly at: number; readonly blocks: string }[];
}

async function start(accounts: number): Promise<Stage> {
  const storm = stormWorld(accounts);
  const events: Stage['events'] = [];
  const posts: Stage['posts'] = [];
  const rehearsal: Rehearsal = await startRehearsal({
    world: storm.world,
    documents: storm.documents,
    channels: ['team-blue', 'strangers'],
    projects: ['BLUE'],
    cloud: {
      schedules: false,
      // As Lambda reads them: four times a second, and not at every write.
      eagerStreams: false,
      forward: (event) => {
        const carried = isForwarded(event);
        if (carried) events.push({ event, at: performance.now() });
        return carried;
      },
    },
  });
  rehearsal.slack.hook = ({ method, args }) => {
    if (method === 'chat.postMessage' && args['thread_ts'] === undefined)
      posts.push({ channel: args['channel'] ?? '', at: performance.now(), blocks: args['blocks'] ?? '' });
    return 'serve';
  };
  await rehearsal.cloud.functions.warm();
  return { ...storm, ...rehearsal, events, posts };
}

function cloudTrail({ cloud, organization }: Rehearsal, accountId: string): CloudTrailClient {
  const identity = { kind: 'identity-center', permissionSet: 'Administrator', user: 'mallory' } as const;
  const credentials = organization.credentials({ accountId, identity });
  return new CloudTrailClient({ region: stormHome, endpoint: cloud.endpoint, credentials });
}

async function until(isThere: () => boolean): Promise<void> {
  const since = performance.now();
  while (!isThere() && performance.now() - since < patience)
    await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Stops the trail of an unrelated account; answers the time until it is reported, in milliseconds. */
async function meanwhile(stage: Stage, stranger: string): Promise<number> {
  await cloudTrail(stage, stranger).send(new StopLoggingCommand({ Name: 'main' }));
  const told = () => stage.posts.find(({ blocks }) => blocks.includes(stranger));
  await until(() => told() !== undefined);
  const begun = stage.events.findLast(({ event }) => event.account === stranger)?.at ?? 0;
  return (told()?.at ?? Infinity) - begun;
}

/** Sends the same messages again in random order: the event, and the evaluation requests of every member. */
async function oncemore(stage: Stage, event: BusEvent): Promise<void> {
  const decision = readEvent(event);
  if (decision.decision !== 'evaluate') throw new Error('the storm begins with no event');
  stage.cloud.deliver(event, event);
  const [, ...members] = stage.accounts;
  for (const account of shuffled(members, seeded(1))) {
    const request = { account, regions: 'all', why: 'member', triggers: [decision.trigger] };
    await stage.cloud.sendMessage('FanOutQueue', JSON.stringify(request));
  }
}

/** How long the database takes to answer a function, in milliseconds: the median of the calls from `start` on. */
function databaseSince({ cloud }: Stage, start: number): number {
  const reads = cloud.calls.slice(start).filter(({ operation }) => operation === 'GetItem');
  return percentile(
    reads.map(({ ms }) => ms),
    0.5,
  );
}

/** A few simultaneous incidents before the storm, so that the functions are warm as in a running stack. */
async function warmUp(stage: Stage, strangers: readonly string[]): Promise<void> {
  await Promise.all(strangers.map((stranger) => meanwhile(stage, stranger)));
  // These exceed Slack's pace for one channel, so it waits until the last has been reported.
  await stage.cloud.advance(5 * 60_000);
}

/** The same event without a storm, for comparison. */
async function quietly(stage: Stage, stranger: string): Promise<Storm['quiet']> {
  const calls = stage.cloud.calls.length;
  const other = await meanwhile(stage, stranger);
  await stage.cloud.settle();
  return { other, database: databaseSince(stage, calls) };
}

async function runStorm(
  stage: Stage,
  [first = '', ...strangers]: readonly string[],
  twice: boolean,
): Promise<Storm> {
  const quiet = await quietly(stage, first);
  const before = { events: stage.events.length, posts: stage.posts.length, calls: stage.cloud.calls.length };
  const since = { slack: stage.slack.requests.length, jira: stage.jira.requests.length };
  const began = performance.now();
  await cloudTrail(stage, stage.management).send(new StopLoggingCommand({ Name: organizationTrail }));
  const begun = stage.events[before.events];
  if (!begun) throw new Error('the event of the stopped trail did not reach the central bus');
  const repeated = twice ? oncemore(stage, begun.event) : Promise.resolve();
  await until(() => stage.posts.length > before.posts);
  const told = (stage.posts[before.posts]?.at ?? Infinity) - begun.at;
  const others: number[] = [];
  for (const stranger of strangers) {
    await new Promise((resolve) => setTimeout(resolve, 1500));
    others.push(await meanwhile(stage, stranger));
  }
  await repeated;
  await stage.cloud.settle();
  const seconds = (performance.now() - began) / 1000;
  const database = databaseSince(stage, before.calls);
  await stage.cloud.advance(120_000);
  const open = await outcomeOf(stage, { status: 'open', since });
  await cloudTrail(stage, stage.management).send(new StartLoggingCommand({ Name: organizationTrail }));
  await stage.cloud.settle();
  const over = await watched(stage, since);
  const accounts = stage.accounts.length;
  return { accounts, twice, first: told, others, quiet, database, seconds, open, over };
}

/** Passes minutes, with the re-evaluation of open issues in each, until none is open; no event may report that. */
async function watched(stage: Stage, since: RequestCounts): Promise<StormOutcome> {
  const places = stage.accounts.length * stage.world.regions.length;
  for (let minutes = 0; minutes < 10; minutes += 1) {
    const outcome = await outcomeOf(stage, { status: 'resolved', since });
    if (outcome.records >= places) break;
    stage.cloud.runSchedule(stage.cloud.nameOf('WatchOpenLambdaFunction'));
    await stage.cloud.advance(60_000);
  }
  // The last edit may still be debounced.
  await stage.cloud.advance(60_000);
  return outcomeOf(stage, { status: 'resolved', since });
}

/** One storm over a number of accounts, from a healthy sweep to the last edit. */
async function playStorm(
  { accounts, twice }: { readonly accounts: number; readonly twice: boolean },
  progress: (words: string) => void,
): Promise<Storm> {
  const stage = await start(accounts);
  try {
    stage.cloud.runSchedule(stage.cloud.nameOf('SweepLambdaFunction'));
    // The sweep is spread over a quarter of an hour.
    await stage.cloud.advance(15 * 60_000);
    progress(`a sweep has looked at ${accounts} accounts`);
    const [earlier, later] = [
      stage.strangers.slice(0, strangersBefore),
      stage.strangers.slice(strangersBefore),
    ];
    await warmUp(stage, earlier);
    const storm = await runStorm(stage, later, twice);
    progress(`the storm over ${accounts} accounts was told after ${storm.seconds.toFixed(0)} s`);
    return storm;
  } finally {
    await stage.stop();
  }
}

/** The benches of storms with these numbers of accounts, with messages sent once or doubled. */
export async function stormsOf(
  wanted: readonly { readonly accounts: number; readonly twice: boolean }[],
  progress: (words: string) => void,
): Promise<BenchReport> {
  const storms: Storm[] = [];
  for (const one of wanted) storms.push(await playStorm(one, progress));
  return stormReport(storms);
}

/** How the stop of an organization trail is reported. */
export const storm: Bench = {
  name: 'storm',
  about: `An organization trail over ${plays[0].accounts} accounts is stopped and started again; then once more with every message twice and shuffled. Takes some twenty minutes on two cores.`,
  run: (progress) => stormsOf(plays, progress),
};
