import type { Context, SQSRecord } from 'aws-lambda';
import { logger } from '#adapters/lambda/observability.ts';
import { onEvaluations } from '#adapters/lambda/on-evaluations.ts';
import { memoryAttemptLog } from '#adapters/memory/memory-attempt-log.ts';
import { memoryDependencies } from '#adapters/memory/memory-dependencies.ts';
import { memoryDirectory } from '#adapters/memory/memory-directory.ts';
import { memoryIncidentStore } from '#adapters/memory/memory-incident-store.ts';
import { memoryIssueStore } from '#adapters/memory/memory-issue-store.ts';
import { memoryLivingIncidents } from '#adapters/memory/memory-living-incidents.ts';
import { memoryDestinations, memoryInspections } from '#adapters/memory/memory-log-destinations.ts';
import { memoryOpenPlaces } from '#adapters/memory/memory-open-places.ts';
import { memoryReceiptStore } from '#adapters/memory/memory-receipt-store.ts';
import { memorySweepLog } from '#adapters/memory/memory-sweep-log.ts';
import { memoryTables } from '#adapters/memory/memory-tables.ts';
import { memoryTrailObserver } from '#adapters/memory/memory-trail-observer.ts';
import type { SettableClock } from '#adapters/memory/settable-clock.ts';
import { settableClock } from '#adapters/memory/settable-clock.ts';
import { newIncidentId } from '#doors/new-incident-id.ts';
import type { TrailSight } from '#domain/facts/observation.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import { instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import { parseRegion } from '#domain/values/region.ts';
import type { IncidentStore } from '#ports/incident-store.ts';
import { answerRequest } from '#usecases/evaluate/answer-request.ts';
import { evaluateAccount } from '#usecases/evaluate/evaluate-account.ts';
import { fairShare } from '#usecases/evaluate/fair-share.ts';
import { mergeRequests, requestKey } from '#usecases/evaluate/merge-requests.ts';
import { planEvaluation } from '#usecases/evaluate/plan-evaluation.ts';
import type { BoundedQueues, QueueName } from './bounded-queues.ts';
import { boundedQueues } from './bounded-queues.ts';
import type { Tally } from './tally.ts';
import { counted, newTally } from './tally.ts';

/** Every Region that an account can enable: 34. */
const regionNames = [
  'us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 ca-west-1 mx-central-1 sa-east-1 eu-north-1 eu-central-1',
  'eu-central-2 eu-west-1 eu-west-2 eu-west-3 eu-south-1 eu-south-2 af-south-1 il-central-1 me-central-1 me-south-1',
  'ap-east-1 ap-east-2 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4',
  'ap-southeast-5 ap-southeast-6 ap-southeast-7 ap-northeast-1 ap-northeast-2 ap-northeast-3',
].flatMap((line) => line.split(' '));

/** The 34 Regions of every account. */
export const allRegions: readonly Region[] = regionNames.flatMap((name) => parseRegion(name) ?? []);
/** The numbers of accounts that the benches of bounded work compare. */
export const boundedSizes = [100, 1000, 5000] as const;

const start = Date.UTC(2026, 10, 21, 12);
/** How many messages one invocation receives, as serverless.yml says. */
const batchSizes: Readonly<Record<QueueName, number>> = { events: 10, members: 1, sweep: 1, parts: 10 };

/** An organization of any size in one process: production's handler, use cases and packing over stores in memory. */
export interface BoundedWorld {
  readonly accounts: readonly AccountId[];
  readonly clock: SettableClock;
  readonly tally: Tally;
  readonly queues: BoundedQueues;
  readonly tables: ReturnType<typeof memoryTables>;
  readonly stores: ReturnType<typeof storesOver>;
  /** How often each account was evaluated since the last reset. */
  readonly evaluated: Map<AccountId, number>;
  /** Serves what is due, events first: all of it, or at most `most` messages that are no events. */
  serve(most?: number): Promise<void>;
}

function storesOver(tables: ReturnType<typeof memoryTables>, tally: Tally) {
  return {
    issues: counted(memoryIssueStore(tables), tally),
    incidents: counted(atAGlance(memoryIncidentStore(tables, newIncidentId), tables), tally),
    destinations: counted(memoryDestinations(), tally),
    dependencies: counted(memoryDependencies(tables), tally),
    open: counted(memoryOpenPlaces(tables), tally),
    living: counted(memoryLivingIncidents(tables), tally),
    receipts: counted(memoryReceiptStore(), tally),
    attempts: memoryAttemptLog(),
  };
}

/** As the table's adapter does, a cause whose incident has an open member is joined without reading all of it. */
function atAGlance(store: IncidentStore, tables: ReturnType<typeof memoryTables>): IncidentStore {
  const opened = new Set<IncidentId>();
  return {
    ...store,
    async claimIncident(claim) {
      const held = tables.causes.get(claim.cause);
      if (held !== undefined && opened.has(held)) return held;
      const id = await store.claimIncident(claim);
      opened.add(id);
      return id;
    },
  };
}

/** What these benches leave out: logs of sweeps, searches for causes and changes of the detector's own parts. */
const leftOut = {
  sweeps: memorySweepLog(),
  findCauses: async () => undefined,
  noteOwnChange: async () => undefined,
};
const rolesWithPolicy = async () => ({ kind: 'seen', value: [] }) as const;
const context = { awsRequestId: 'bench', getRemainingTimeInMillis: () => 60_000 } as Context;

function recordsOf(bodies: readonly string[]): SQSRecord[] {
  const attributes = {
    ApproximateReceiveCount: '1',
    SentTimestamp: String(start),
  } as SQSRecord['attributes'];
  return bodies.map((body, index) => ({ messageId: `m-${index}`, body, attributes }) as SQSRecord);
}

/** A world of `count` accounts; `trailsOf` says what an account shows of its trails at that moment. */
export function boundedWorld(
  count: number,
  trailsOf: (account: AccountId, region: Region) => readonly TrailSight[],
): BoundedWorld {
  logger.setLogLevel('SILENT');
  const accounts = Array.from({ length: count }, (_, index) => String(300_000_000_000 + index)).flatMap(
    (id) => parseAccountId(id) ?? [],
  );
  const clock = settableClock(start);
  const tally = newTally();
  const tables = memoryTables();
  const stores = storesOver(tables, tally);
  const queues = boundedQueues(tally, () => clock.now());
  const evaluated = new Map<AccountId, number>();
  const handler = handlerOf({ accounts, clock, tally, stores, queues, evaluated, trailsOf });
  const serveBatch = async (queue: QueueName): Promise<boolean> => {
    const bodies = queues.receive(queue, batchSizes[queue], clock.now());
    if (bodies.length === 0) return false;
    await tally.run(queue, async () => {
      const { batchItemFailures } = await handler({ Records: recordsOf(bodies) }, context);
      if (batchItemFailures.length > 0) throw new Error(`a message of the ${queue} queue failed`);
    });
    return true;
  };
  const serve = async (most = Infinity): Promise<void> => {
    for (let served = 0; served < most;)
      if (await serveBatch('events')) continue;
      else if ((await serveBatch('members')) || (await serveBatch('sweep'))) served += 1;
      else return;
  };
  return { accounts, clock, tally, queues, tables, stores, evaluated, serve };
}

function handlerOf(
  world: Omit<BoundedWorld, 'serve' | 'tables'> & { readonly trailsOf: Parameters<typeof boundedWorld>[1] },
) {
  const { accounts, clock, tally, stores, queues, evaluated } = world;
  const directory = memoryDirectory(accounts.map((one) => [one, `account-${one}`]));
  const observer = memoryTrailObserver(clock, (account) => ({
    regions: { kind: 'seen', value: allRegions },
    trails: (region) => ({ kind: 'seen', value: world.trailsOf(account, region) }),
  }));
  const { followUps } = queues;
  const shared = { ...stores, clock, directory, inspections: memoryInspections(), followUps };
  const evaluate = evaluateAccount({
    ...shared,
    observer,
    exemptions: () => [],
    expected: undefined,
    readOrganization: async () => ({ organization: undefined, trustedAccess: undefined }),
    regions: { only: undefined, fallback: [] },
  });
  const answer = answerRequest({ ...leftOut, clock, evaluate, enabled: true });
  return onEvaluations({
    plan: planEvaluation({ ...shared, rolesWithPolicy, fanOut: followUps.fanOut, enabled: true }),
    isWithinShare: fairShare(clock),
    test: async () => undefined,
    key: requestKey,
    merge: mergeRequests,
    evaluate: async (request) => {
      tally.add('evaluations');
      evaluated.set(request.account, (evaluated.get(request.account) ?? 0) + 1);
      await answer(request);
    },
    handOn: followUps.fanOut,
    retrySooner: async () => undefined,
  });
}

/** Lets the time pass to the next due message until none is due within `minutes`, serving what is due. */
export async function settle(world: BoundedWorld, minutes: number): Promise<void> {
  const end = world.clock.now() + minutes * 60_000;
  for (;;) {
    await world.serve();
    const next = world.queues.nextDue();
    if (next > end) break;
    world.clock.set(instant(next));
  }
  world.clock.set(instant(end));
}
