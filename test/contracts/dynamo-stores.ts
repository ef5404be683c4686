import type { AttributeValue, CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { inject } from 'vitest';
import type { KeptAttempt } from '#adapters/memory/memory-attempt-log.ts';
import { dynamoAcceptances } from '#adapters/aws/dynamo-acceptances.ts';
import { dynamoAnswers } from '#adapters/aws/dynamo-answers.ts';
import { dynamoArrivals } from '#adapters/aws/dynamo-arrivals.ts';
import { dynamoAttemptLog } from '#adapters/aws/dynamo-attempt-log.ts';
import { dynamoBurstStore } from '#adapters/aws/dynamo-burst-store.ts';
import { dynamoDependencies } from '#adapters/aws/dynamo-dependencies.ts';
import { dynamoDroppedLetters } from '#adapters/aws/dynamo-dropped-letters.ts';
import { dynamoIncidentStore } from '#adapters/aws/dynamo-incident-store.ts';
import { dynamoIssueStore } from '#adapters/aws/dynamo-issue-store.ts';
import { dynamoOpenPlaces } from '#adapters/aws/dynamo-open-places.ts';
import { dynamoReceiptStore } from '#adapters/aws/dynamo-receipt-store.ts';
import { dynamoTestAlerts } from '#adapters/aws/dynamo-test-alerts.ts';
import { dynamoLivingIncidents } from '#adapters/aws/dynamo-living-incidents.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { iso } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import { newIncidentId } from '#doors/new-incident-id.ts';
import type { HammerIssue, Stores } from '#test/given/stores.ts';
import { patientClient } from './patient-client.ts';

const issuesTable = 'issues';
const stateTable = 'state';

function table(TableName: string, hash: string, range: string): CreateTableCommandInput {
  return {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [hash, range].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: [
      { AttributeName: hash, KeyType: 'HASH' },
      { AttributeName: range, KeyType: 'RANGE' },
    ],
  };
}

/** Two empty tables in a database of their own; each test gets one, so none sees another's rows. */
export async function freshTables(): Promise<{
  client: DynamoDBClient;
  issuesTable: string;
  stateTable: string;
}> {
  // DynamoDB Local keeps one database per access key; it takes letters and digits only.
  const accessKeyId = `TEST${crypto.randomUUID().replaceAll('-', '')}`;
  const credentials = { accessKeyId, secretAccessKey: 'unused' };
  const client = new DynamoDBClient({
    ...patientClient,
    endpoint: inject('dynamoDb'),
    region: 'eu-west-1',
    credentials,
  });
  await Promise.all([
    client.send(new CreateTableCommand(table(issuesTable, 'account_id', 'issue_id'))),
    client.send(new CreateTableCommand(table(stateTable, 'pk', 'sk'))),
  ]);
  return { client, issuesTable, stateTable };
}

/** The item as Hammer's own code writes it, with attributes that we know nothing of. */
export function hammerItem(account: AccountId, region: Region, issue: HammerIssue): Record<string, unknown> {
  const { status = 'open', identified, ticket } = issue;
  return {
    account_id: account,
    issue_id: region,
    status,
    issue_details: { disabled: true, delivery_errors: {} },
    jira_details: { ticket, owner: 'alice', business_unit: 'shops' },
    timestamps: { identified: iso(identified), updated: iso(identified), reported: iso(identified) },
    slack_details: { product: 'till' },
  };
}

/** An item of the issue table, as anybody may read it. */
export async function rawItem(
  client: DynamoDBClient,
  account: AccountId,
  region: Region,
): Promise<Record<string, unknown> | undefined> {
  const Key = marshall({ account_id: account, issue_id: region });
  const { Item } = await client.send(
    new GetItemCommand({ TableName: issuesTable, Key, ConsistentRead: true }),
  );
  return Item && unmarshall(Item);
}

/** Puts any item into the issue table. */
export async function putRawItem(client: DynamoDBClient, item: object): Promise<void> {
  const Item: Record<string, AttributeValue> = marshall(item);
  await client.send(new PutItemCommand({ TableName: issuesTable, Item }));
}

/** All stores on two fresh tables of DynamoDB Local. */
export async function dynamoStores(): Promise<Stores & { readonly client: DynamoDBClient }> {
  const { client } = await freshTables();
  return {
    client,
    issues: dynamoIssueStore({ client, issuesTable, stateTable }),
    incidents: dynamoIncidentStore({ client, stateTable, newId: newIncidentId }),
    receipts: dynamoReceiptStore({ client, table: stateTable }),
    living: dynamoLivingIncidents({ client, table: stateTable }),
    attempts: dynamoAttemptLog({ client, table: stateTable }),
    bursts: dynamoBurstStore({ client, table: stateTable, newId: newIncidentId }),
    tests: dynamoTestAlerts({ client, table: stateTable }),
    arrivals: dynamoArrivals({ client, table: stateTable }),
    acceptances: dynamoAcceptances({ client, table: stateTable }),
    dropped: dynamoDroppedLetters({ client, table: stateTable }),
    answers: dynamoAnswers({ client, table: stateTable }),
    dependencies: dynamoDependencies({ client, table: stateTable }),
    open: dynamoOpenPlaces({ client, table: stateTable }),
    async kept(account) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: stateTable,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: marshall({ ':pk': `attempts#${account}` }),
        }),
      );
      return Items.map((item) => unmarshall(item) as KeptAttempt & Record<string, unknown>).map(
        ({ trigger, why }) => ({ trigger, why }),
      );
    },
    inherit: (account, region, issue) => putRawItem(client, hammerItem(account, region, issue)),
    async noted(account, region) {
      return ((await rawItem(client, account, region))?.['answers'] as unknown[] | undefined) ?? [];
    },
    async tickets(account, region) {
      const details = (await rawItem(client, account, region))?.['jira_details'];
      return (details as { tickets?: string[] } | undefined)?.tickets ?? [];
    },
  };
}
