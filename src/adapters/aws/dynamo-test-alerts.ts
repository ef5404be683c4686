import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { parseIncidentId } from '#domain/issues/incident-id.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import { instant } from '#domain/values/instant.ts';
import { parseRegion } from '#domain/values/region.ts';
import { asTrailArn } from '#domain/values/trail-arn.ts';
import type { TestAlerts, TestProgress } from '#ports/test-alerts.ts';
import { gapKinds } from './dynamo-forwarding-log.ts';
import type { Row } from './rows.ts';
import { isConflict, readPartition, toItem } from './rows.ts';
import { testKey, testPartition } from '#adapters/wire/state-keys.ts';

const outcomePrefix = 'outcome#' as const;
/** Seconds until a test alert's rows expire: 90 days, like attempts. */
const keptFor = 90 * 24 * 3600;

const of = <Value>(parse: (text: unknown) => Value | undefined) =>
  z.string().transform((text, context) => {
    const value = parse(text);
    if (value === undefined) context.addIssue({ code: 'custom', message: 'not what it should be' });
    return value ?? z.NEVER;
  });
const moment = z.number().transform(instant);

const alertRow = z.object({
  alert: z.object({
    id: of(parseIncidentId),
    account: of(parseAccountId),
    askedBy: z.string(),
    at: moment,
    endsAt: moment,
  }),
  destinations: z.array(z.string()),
});
const gap = z.object({
  region: of(parseRegion),
  kind: z.enum(gapKinds),
  what: z.string().optional(),
});
const lookRow = z.object({
  look: z.object({
    account: of(parseAccountId),
    regions: z.array(of(parseRegion)),
    gaps: z.array(gap),
    refused: z.object({ operation: z.string(), code: z.string(), message: z.string() }).optional(),
    harmless: of(asTrailArn).optional(),
  }),
});
const outcomeRow = z.object({
  outcome: z.object({
    destination: z.string(),
    at: moment,
    kind: z.enum(['told', 'later', 'refused', 'failed']),
    why: z.string().optional(),
  }),
});

function progressFrom(rows: readonly Row[]): TestProgress | undefined {
  const rowAt = (name: string) => rows.find(({ sk }) => sk === name);
  const row = rowAt('test');
  if (!row) return undefined;
  const look = rowAt('test-look');
  const outcomes = rows.filter(({ sk }) => String(sk).startsWith(`test-${outcomePrefix}`));
  return {
    ...alertRow.parse(row),
    look: look && lookRow.parse(look).look,
    outcomes: outcomes.map((one) => outcomeRow.parse(one).outcome),
  };
}

/** Test alerts in the state table, each in a partition of its own that holds no row of an incident or a member. */
export function dynamoTestAlerts(parts: { client: DynamoDBClient; table: string }): TestAlerts {
  const { client, table: TableName } = parts;
  const putRow = async (row: object, ConditionExpression?: string): Promise<void> => {
    await client.send(new PutItemCommand({ TableName, Item: toItem(row), ConditionExpression }));
  };
  const readTestAlert: TestAlerts['readTestAlert'] = async (id) =>
    progressFrom(await readPartition(client, TableName, { key: 'pk', value: testPartition(id) }));
  return {
    readTestAlert,
    async beginTestAlert(alert, destinations) {
      const expires = Math.trunc(alert.at / 1000) + keptFor;
      try {
        await putRow({ ...testKey(alert.id), alert, destinations, expires }, 'attribute_not_exists(pk)');
        return alert;
      } catch (error) {
        if (!isConflict(error)) throw new Error('A test alert could not be kept', { cause: error });
        // The request was delivered again: the test alert that exists is used.
        return (await readTestAlert(alert.id))?.alert ?? alert;
      }
    },
    noteLook: (id, look) => putRow({ ...testKey(id, 'look'), look }),
    // UpdateItem, because the reporters' roles do not allow PutItem.
    async noteOutcome(id, outcome) {
      await client.send(
        new UpdateItemCommand({
          TableName,
          Key: toItem(testKey(id, `${outcomePrefix}${outcome.destination}`)),
          UpdateExpression: 'SET outcome = :outcome',
          ExpressionAttributeValues: toItem({ ':outcome': outcome }),
        }),
      );
    },
  };
}
