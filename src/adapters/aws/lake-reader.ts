import {
  CloudTrailClient,
  GetEventDataStoreCommand,
  type GetEventDataStoreCommandOutput,
  paginateListEventDataStores,
} from '@aws-sdk/client-cloudtrail';
import { recordedBy } from '#domain/facts/event-selectors.ts';
import type { SeenStore } from '#domain/facts/lake.ts';
import type { Sight } from '#domain/facts/observation.ts';
import { instant } from '#domain/values/instant.ts';
import type { ReadLake } from '#ports/lakes.ts';
import type { AssumeReadRole } from './assumed-roles.ts';
import { clientDefaults } from './clients.ts';
import { selectorsFrom } from './cloud-trail-answers.ts';
import type { PaceOf } from './pace.ts';
import { pace } from './pace.ts';
import { sight } from './refusals.ts';

/** CloudTrail allows ten reads a second per account and Region (CloudTrail user guide, quotas); most are left to the evaluator. */
const readsPerSecond = 4;

// CREATED is transient and stays unmapped; the next look sees its final state (API reference, EventDataStore).
const states: Readonly<Partial<Record<string, SeenStore['state']>>> = {
  ENABLED: 'running',
  STARTING_INGESTION: 'running',
  STOPPING_INGESTION: 'stopped',
  STOPPED_INGESTION: 'stopped',
  PENDING_DELETION: 'deleted',
};

function storeFrom(arn: string, answer: GetEventDataStoreCommandOutput): SeenStore {
  const { AdvancedEventSelectors, MultiRegionEnabled, OrganizationEnabled, RetentionPeriod } = answer;
  const { Status = '', UpdatedTimestamp } = answer;
  return {
    arn,
    state: states[Status],
    settings: AdvancedEventSelectors && {
      recorded: recordedBy(selectorsFrom({ AdvancedEventSelectors, $metadata: {} })),
      multiRegion: MultiRegionEnabled ?? false,
      organization: OrganizationEnabled ?? false,
      keptDays: RetentionPeriod,
    },
    updatedAt: UpdatedTimestamp && instant(UpdatedTimestamp.getTime()),
  };
}

async function listed(client: CloudTrailClient): Promise<readonly string[]> {
  const arns: string[] = [];
  for await (const { EventDataStores = [] } of paginateListEventDataStores({ client }, {}))
    arns.push(...EventDataStores.flatMap(({ EventDataStoreArn }) => EventDataStoreArn ?? []));
  return arns;
}

/** One event data store; only its ARN is known when AWS refuses GetEventDataStore. */
async function storeOf(client: CloudTrailClient, arn: string): Promise<SeenStore> {
  const answer = await sight('cloudtrail:GetEventDataStore', () =>
    client.send(new GetEventDataStoreCommand({ EventDataStore: arn })),
  );
  return answer.kind === 'seen' ? storeFrom(arn, answer.value) : { arn };
}

/** Credentials, the Region of the shared connections, and the pace of the calls where other readers share it. */
export interface LakeReaderParts {
  readonly assume: AssumeReadRole;
  readonly region: string;
  readonly turnOf?: PaceOf | undefined;
}

/** Reads the event data stores of an account and Region: see `ReadLake`. */
export function lakeReader(parts: LakeReaderParts): ReadLake {
  // All clients share one connection pool, so that a new account opens no new sockets.
  const { requestHandler } = new CloudTrailClient({ ...clientDefaults, region: parts.region }).config;
  return async (account, region): Promise<Sight<readonly SeenStore[]>> => {
    const role = await sight('sts:AssumeRole', () => parts.assume(account));
    if (role.kind === 'unreadable') return role;
    const client = new CloudTrailClient({
      ...clientDefaults,
      requestHandler,
      region,
      credentials: role.value,
    });
    const turn = parts.turnOf?.(account, region) ?? pace(readsPerSecond);
    await turn();
    const arns = await sight('cloudtrail:ListEventDataStores', () => listed(client));
    if (arns.kind === 'unreadable') return arns;
    const stores: SeenStore[] = [];
    for (const arn of arns.value) {
      await turn();
      stores.push(await storeOf(client, arn));
    }
    return { kind: 'seen', value: stores };
  };
}
