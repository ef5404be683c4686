import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { onTestFinished, vi } from 'vitest';
import { assumedRoles } from '#adapters/aws/assumed-roles.ts';
import { awsOrganization } from '#adapters/aws/aws-organization.ts';
import { bucketReader } from '#adapters/aws/bucket-reader.ts';
import { cloudTrailObserver } from '#adapters/aws/cloud-trail-observer.ts';
import { cloudTrailEventHistory } from '#adapters/aws/event-history.ts';
import { keyReader } from '#adapters/aws/key-reader.ts';
import { lakeReader } from '#adapters/aws/lake-reader.ts';
import { rolesWithPolicy } from '#adapters/aws/roles-with-policy.ts';
import { readEvent } from '#adapters/cloudtrail/read-event.ts';
import { memoryBaseline } from '#adapters/memory/memory-baseline.ts';
import { memoryFollowUps } from '#adapters/memory/memory-follow-ups.ts';
import { memoryForwardingLog } from '#adapters/memory/memory-forwarding-log.ts';
import { memoryLakes } from '#adapters/memory/memory-lakes.ts';
import { memoryDestinations, memoryInspections } from '#adapters/memory/memory-log-destinations.ts';
import { memoryRollStore } from '#adapters/memory/memory-roll-store.ts';
import { memorySweepLog } from '#adapters/memory/memory-sweep-log.ts';
import { memoryTables } from '#adapters/memory/memory-tables.ts';
import { watchedAccounts } from '#config/config.ts';
import { instant } from '#domain/values/instant.ts';
import { directoryOf } from '#doors/accounts.ts';
import type { EvaluationDependencies } from '#doors/evaluation.ts';
import { answering, planning } from '#doors/evaluation.ts';
import { expectedOf } from '#doors/expected.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import type { LakeRequest } from '#ports/lakes.ts';
import type { World } from '#simulators/organization/world.ts';
import { inspectDestination } from '#usecases/inspect/inspect-destination.ts';
import { inspectLake } from '#usecases/inspect/inspect-lake.ts';
import { sweepOrganization } from '#usecases/sweep/sweep-organization.ts';
import { usable } from './configurations.ts';
import type { SimulatedAws } from './simulated-aws.ts';
import { home, person, simulatedAws } from './simulated-aws.ts';
import { memoryStores } from './stores.ts';

const roleName = 'trailwarden-read';

/** Until the test ends `Date` is the world's, so that no session is older or younger than AWS takes it for. */
function withOwnTime(aws: SimulatedAws): SimulatedAws {
  const { now } = aws.clock;
  vi.useFakeTimers({ toFake: ['Date'], now: now() });
  onTestFinished(() => void vi.useRealTimers());
  const advance = (milliseconds: number): void => {
    aws.clock.advance(milliseconds);
    vi.setSystemTime(now());
  };
  return { ...aws, clock: { now, advance } };
}

/**
 * The doors of production and its readers of AWS, over the simulated organization `world` and stores in memory; or over
 * `running`, which goes on as it is.
 */
export async function judgedWorld(
  world: World,
  document: Readonly<Record<string, unknown>>,
  running?: SimulatedAws,
) {
  const refused = new Set<string>();
  const readRolePolicy = (action: string) => !refused.has(action);
  const aws = running ?? withOwnTime(await simulatedAws(world, { readRoleName: roleName, readRolePolicy }));
  const config = usable(document);
  const central = aws.organization.credentials({ accountId: config.mainAccountId, identity: person });
  vi.stubEnv('AWS_ENDPOINT_URL', aws.as(config.mainAccountId).endpoint);
  vi.stubEnv('AWS_ACCESS_KEY_ID', central.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', central.secretAccessKey);
  vi.stubEnv('AWS_SESSION_TOKEN', central.sessionToken);
  // The next file goes on in this process, and this world's endpoint is gone by then.
  onTestFinished(() => void vi.unstubAllEnvs());
  const clock = { now: () => instant(aws.clock.now()) };
  const assume = assumedRoles({ region: home, partition: 'aws', roleName });
  const [rolls, followUps, inspections] = [memoryRollStore(), memoryFollowUps(), memoryInspections()];
  const lakesAsked: LakeRequest[] = [];
  const sweeps = memorySweepLog();
  // Of the stores, those that evaluations use.
  const stores = {
    ...(await memoryStores()),
    rolls,
    sweeps,
    lakes: memoryLakes(),
    destinations: memoryDestinations(),
    forwarding: memoryForwardingLog(),
  } as unknown as EvaluationDependencies['stores'];
  const directory = directoryOf(config, { rolls, clock });
  const askLake = async (request: LakeRequest) => void lakesAsked.push(request);
  const door: EvaluationDependencies = {
    config,
    stores,
    clock,
    directory,
    busName: 'trailwarden',
    ownNames: [],
    observer: cloudTrailObserver({ assume, clock, region: home }),
    history: cloudTrailEventHistory({ assume, region: home }),
    followUps,
    inspections,
    askLake,
    rolesWithPolicy: rolesWithPolicy({ assume, region: home }),
    tellBurst: async () => undefined,
  };
  const answer = answering(door);
  const plan = planning(door);
  const sent: EvaluationRequest[] = [];
  const evaluations = {
    askEvaluations: async (requests: readonly EvaluationRequest[]) => void sent.push(...requests),
    askWave: async (requests: readonly EvaluationRequest[]) => void sent.push(...requests),
  };
  const { destinations, dependencies, lakes } = stores;
  const inspect = inspectDestination({
    destinations,
    dependencies,
    directory,
    inspections,
    evaluations,
    clock,
    reader: { findBucket: bucketReader({ assume, region: home }), findKey: keyReader({ assume }) },
    holders: expectedOf(config).accounts,
    declared: config.baseline?.accounts,
  });
  const lake = inspectLake({
    lakes,
    directory,
    evaluations,
    clock,
    readLake: lakeReader({ assume, region: home }),
    askLake,
  });
  const organization = config.organization.mode === 'organization';
  const sweep = sweepOrganization({
    rolls,
    sweeps,
    baseline: memoryBaseline(memoryTables()),
    organization: awsOrganization({
      client: new OrganizationsClient({ region: 'us-east-1', maxAttempts: 1 }),
      clock,
    }),
    listsAccounts: organization,
    followUps,
    watched: (known) => watchedAccounts(config, known),
    managementAccount: config.organization.managementAccountId,
    enabled: true,
    clock,
    noteRefusal: () => undefined,
  });
  /** Serves what waits in the queues, once; what that asks for waits. */
  const serve = async (): Promise<void> => {
    const { swept, laterLooks, fannedOut } = followUps.sent;
    const waiting = [
      ...swept.splice(0),
      ...laterLooks.splice(0).map(({ request }) => request),
      ...fannedOut.splice(0),
      ...sent.splice(0),
    ];
    // A search of the event history takes half a second for each name, and tells rules no more than the call did.
    for (const request of waiting) if (request.why !== 'find-cause') await answer(request);
    for (const { request } of inspections.asked.splice(0)) await inspect([request]);
    for (const request of lakesAsked.splice(0)) await lake(request);
  };
  return {
    aws,
    stores,
    /** Actions that the read role may not do. */
    refused,
    /** A sweep, and what follows from it for some time. */
    async swept() {
      await sweep(clock.now());
      for (let time = 0; time < 3; time += 1) {
        await serve();
        aws.clock.advance(60_000);
      }
    },
    /** The events of `deed` arrive, and what follows from them is done. */
    async heard(deed: () => Promise<unknown>) {
      const before = aws.events.length;
      await deed();
      aws.clock.advance(2000);
      for (const event of aws.events.slice(before)) {
        const envelope = { ...event, 'detail-type': event.type };
        const { requests } = await plan(readEvent(envelope));
        for (const request of requests) await answer(request);
      }
      await serve();
    },
  };
}
