import { deployedFrom } from '#local/package/deployed.ts';
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
import { pointsOf, startsAnew } from './point.ts';

/** The result of a struck run. */
export interface Verdict {
  readonly strike: Strike;
  /** False when the call never came. */
  readonly visited: boolean;
  /** Differences from the undisturbed run's outcome; empty when there are none. */
  readonly faults: readonly string[];
  /** Messages and tickets more than after the undisturbed run, or fewer when negative. */
  readonly moreMessages: number;
  readonly moreTickets: number;
}

/** One journey in a rehearsal of its own: its calls are numbered first, then struck, each time on a new account. */
export interface Harness {
  /** The calls of the undisturbed run, as points. */
  readonly points: readonly Point[];
  readonly undisturbed: Outcome;
  strike(strike: Strike): Promise<Verdict>;
  stop(): Promise<void>;
}

/** The settings of a harness. */
export interface HarnessOptions {
  /** A DynamoDB Local to share. */
  readonly dynamoDb: string;
  /** The project whose packages run; default: this one. */
  readonly root?: string;
  /** The number of accounts, one for each run. */
  readonly accounts: number;
  /** The lag of Jira's search index, in milliseconds. */
  readonly searchLagMs?: number;
  /**
   * The number of undisturbed runs in warm processes; more of them tell better which calls are always made. Default 2;
   * 0 suffices when the points to strike are known.
   */
  readonly warmRuns?: number;
  /** How often a strike is tried before it counts as unvisited, as a race can leave a call out. Default 4. */
  readonly tries?: number;
  /** Further runs, of all strikes together, for calls that were not met in these; each takes an account. Default 0. */
  readonly spareRuns?: number;
}

/** Longer than every visibility time-out, grace period and pause after a single strike, in milliseconds. */
const enough = 40 * 60_000;
/** The most runs for one call: one that comes in a run of eleven, and in warm processes only, is met in 85 of 100. */
const mostTries = 40;
const defaultRest = 30_000;
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
    ...(root === undefined ? {} : { deployed: deployedFrom(root) }),
    ...(calls.fault === undefined ? {} : { fault: calls.fault }),
    schedules: false,
    processes: 2,
    templateEdit: withConsumer,
  };
}

async function run(
  journey: Journey,
  stage: Stage,
  { strike, anew }: { readonly strike?: Strike; readonly anew: boolean },
): Promise<Outcome> {
  const { rehearsal, calls, account } = stage;
  calls.end();
  await journey.before(stage);
  await rehearsal.cloud.advance(journey.rest ?? defaultRest);
  if (anew) calls.endProcesses();
  calls.begin(strike);
  await journey.during(stage);
  if (journey.after) {
    calls.end();
    await journey.after(stage);
  }
  await rehearsal.cloud.advance(enough);
  return outcomeOf(rehearsal, account);
}

/** Starts a rehearsal, and runs the journey undisturbed: in new processes, then in warm ones. */
export async function startHarness(journey: Journey, options: HarnessOptions): Promise<Harness> {
  const world = worldOf(journey, options.accounts);
  const calls = watchOutsideCalls();
  const cloud = cloudOf(options, calls);
  const { documents = {} } = journey;
  const rehearsal = await startRehearsal({
    world,
    documents,
    cloud,
    searchLagMs: options.searchLagMs ?? 0,
  });
  calls.attach(rehearsal);
  const free = world.accounts.map(({ id }) => id);
  const whitelisted = new Set<string>();
  const next = (): Stage => {
    const account = free.shift();
    if (account === undefined) throw new Error('no account is left for another run: give more `accounts`');
    return { rehearsal, calls, account, whitelisted };
  };
  try {
    return await numbered(journey, { ...options, rehearsal, calls, next });
  } catch (error) {
    await rehearsal.stop();
    throw error;
  }
}

interface Runs extends Pick<HarnessOptions, 'warmRuns' | 'tries' | 'spareRuns'> {
  readonly rehearsal: Rehearsal;
  readonly calls: ReturnType<typeof watchOutsideCalls>;
  readonly next: () => Stage;
}

async function numbered(journey: Journey, runs: Runs): Promise<Harness> {
  const { rehearsal, calls, next } = runs;
  const undisturbed = await run(journey, next(), { anew: true });
  const cold = new Map(calls.counts);
  const warm: ReadonlyMap<string, number>[] = [];
  for (let again = 0; again < (runs.warmRuns ?? 2); again += 1) {
    const unstable = differences(undisturbed, await run(journey, next(), { strike: nowhere, anew: false }));
    if (unstable.length > 0) throw new Error(`two undisturbed runs end differently:\n${unstable.join('\n')}`);
    warm.push(new Map(calls.counts));
  }
  let spare = runs.spareRuns ?? 0;
  const strike = async (wanted: Strike): Promise<Verdict> => {
    for (let attempt = 1; ; attempt += 1) {
      const anew = startsAnew(wanted.point, attempt);
      const outcome = await run(journey, next(), { strike: wanted, anew });
      const verdict = judged(wanted, calls.struck, { undisturbed, outcome });
      if (verdict.visited || verdict.faults.length > 0) return verdict;
      if (attempt < (runs.tries ?? 4)) continue;
      if (spare === 0 || attempt === mostTries) return verdict;
      spare -= 1;
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
