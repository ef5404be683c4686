import type { LocalCloudOptions } from '#simulators/aws-cloud/local-cloud.ts';
import type { World } from '#simulators/organization/world.ts';
import type { Rehearsal } from '#local/rehearsal/rehearsal.ts';
import { startRehearsal } from '#local/rehearsal/rehearsal.ts';
import { withConsumer } from './consumer.ts';
import type { Journey, Stage } from './journeys.ts';
import { regions } from './journeys.ts';
import type { Outcome } from './outcome.ts';
import { differences, outcomeOf } from './outcome.ts';
import type { Strike } from './outside-calls.ts';
import { watchOutsideCalls } from './outside-calls.ts';
import type { Point } from './point.ts';
import { pointsOf } from './point.ts';

/** How a struck run ended. */
export interface Verdict {
  readonly strike: Strike;
  /** False when the call never came. */
  readonly visited: boolean;
  /** What is otherwise than after the undisturbed run; empty when all is well. */
  readonly faults: readonly string[];
  /** Messages and tickets more than after the undisturbed run, or fewer when negative. */
  readonly moreMessages: number;
  readonly moreTickets: number;
}

/** One journey in a rehearsal of its own: numbered first, then struck as often as wanted, each time on a new account. */
export interface Harness {
  /** The calls of the undisturbed run, as points. */
  readonly points: readonly Point[];
  readonly undisturbed: Outcome;
  strike(strike: Strike): Promise<Verdict>;
  stop(): Promise<void>;
}

/** What a harness is started with. */
export interface HarnessOptions {
  /** A DynamoDB Local to share. */
  readonly dynamoDb: string;
  /** The project whose packages run; default: this one. */
  readonly root?: string;
  /** How many accounts there are: one for each run. */
  readonly accounts: number;
  /** How long Jira's search index takes, in milliseconds. */
  readonly searchLagMs?: number;
  /**
   * Undisturbed runs in warm processes; more of them find out better which calls always come. Default 2; none is
   * enough for whoever knows what to strike.
   */
  readonly warmRuns?: number;
  /** A race between the two reporters can leave a call out; so often a strike is tried before it counts as unvisited. Default 4. */
  readonly tries?: number;
}

/** More than every visibility time-out, grace period and pause that follows a single blow, in milliseconds. */
const enough = 40 * 60_000;
const nowhere: Strike = { point: { call: '', nth: 0, cold: false }, harm: 'call lost' };

function worldOf(journey: Journey, accounts: number): World {
  const ids = Array.from({ length: accounts }, (_, index) => String(300_000_000_000 + index * 7));
  const bucketOf = (id: string) => `logs-${id}`;
  return {
    regions: [...regions],
    accounts: ids.map((id) => ({ id, name: `account ${id}` })),
    trails: ids.flatMap((accountId) =>
      journey.trails.map((trail) => ({ ...trail, accountId, bucket: bucketOf(accountId) })),
    ),
    buckets: ids.map((accountId) => ({ name: bucketOf(accountId), accountId, region: 'eu-west-1' })),
  };
}

function cloudOf(options: HarnessOptions, calls: { fault: LocalCloudOptions['fault'] }) {
  const { dynamoDb, root } = options;
  return {
    dynamoDb,
    ...(root === undefined ? {} : { root }),
    ...(calls.fault === undefined ? {} : { fault: calls.fault }),
    schedules: false,
    processes: 2,
    templateEdit: withConsumer,
  };
}

async function run(journey: Journey, stage: Stage, strike?: Strike): Promise<Outcome> {
  const { rehearsal, calls, account } = stage;
  calls.end();
  await journey.before(stage);
  await rehearsal.cloud.advance(30_000);
  if (strike === undefined || strike.point.cold) calls.endProcesses();
  calls.begin(strike);
  await journey.during(stage);
  if (journey.after) {
    calls.end();
    await journey.after(stage);
  }
  await rehearsal.cloud.advance(enough);
  return outcomeOf(rehearsal, account);
}

/** Starts a rehearsal, and makes the journey undisturbed: in new processes, and in ones that have worked before. */
export async function startHarness(journey: Journey, options: HarnessOptions): Promise<Harness> {
  const world = worldOf(journey, options.accounts);
  const calls = watchOutsideCalls();
  const cloud = cloudOf(options, calls);
  const rehearsal = await startRehearsal({ world, cloud, searchLagMs: options.searchLagMs ?? 0 });
  calls.attach(rehearsal);
  const free = world.accounts.map(({ id }) => id);
  const whitelisted = new Set<string>();
  const next = (): Stage => {
    const account = free.shift();
    if (account === undefined) throw new Error('no account is left for another run: give more `accounts`');
    return { rehearsal, calls, account, whitelisted };
  };
  try {
    return await numbered(journey, { rehearsal, calls, next, ...options });
  } catch (error) {
    await rehearsal.stop();
    throw error;
  }
}

interface Runs extends Pick<HarnessOptions, 'warmRuns' | 'tries'> {
  readonly rehearsal: Rehearsal;
  readonly calls: ReturnType<typeof watchOutsideCalls>;
  readonly next: () => Stage;
}

async function numbered(journey: Journey, runs: Runs): Promise<Harness> {
  const { rehearsal, calls, next } = runs;
  const undisturbed = await run(journey, next());
  const cold = new Map(calls.counts);
  const warm: ReadonlyMap<string, number>[] = [];
  for (let again = 0; again < (runs.warmRuns ?? 2); again += 1) {
    const unstable = differences(undisturbed, await run(journey, next(), nowhere));
    if (unstable.length > 0) throw new Error(`two undisturbed runs end differently:\n${unstable.join('\n')}`);
    warm.push(new Map(calls.counts));
  }
  const strike = async (wanted: Strike): Promise<Verdict> => {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await run(journey, next(), wanted);
      const verdict = judged(wanted, calls.struck, { undisturbed, outcome });
      if (verdict.visited || verdict.faults.length > 0 || attempt === (runs.tries ?? 4)) return verdict;
    }
  };
  return {
    points: pointsOf(cold, warm.length > 0 ? warm : [cold]),
    undisturbed,
    strike,
    stop: rehearsal.stop,
  };
}

function judged(
  strike: Strike,
  visited: boolean,
  { undisturbed, outcome }: { undisturbed: Outcome; outcome: Outcome },
): Verdict {
  return {
    strike,
    visited,
    faults: differences(undisturbed, outcome),
    moreMessages: outcome.messages.length - undisturbed.messages.length,
    moreTickets: outcome.tickets.length - undisturbed.tickets.length,
  };
}
