import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { Instant } from '#domain/values/instant.ts';
import type { Baseline } from '#ports/baseline.ts';
import { isConflict, readRow, toItem } from './rows.ts';
import { baselineKey, incidentKey } from '#adapters/wire/state-keys.ts';

const acceptedRow = z.object({ at: z.number() });

async function unlessRefused(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (isConflict(error)) return false;
    throw new Error('The baseline could not be written', { cause: error });
  }
}

/** The baseline in the state table. An incident that is held back carries the attribute `standing`. */
export function dynamoBaseline({ client, table }: { client: DynamoDBClient; table: string }): Baseline {
  return {
    async acceptedAt() {
      const row = acceptedRow.safeParse(await readRow(client, table, baselineKey));
      return row.success ? (row.data.at as Instant) : undefined;
    },
    async acceptBaseline(at) {
      const condition = { ConditionExpression: 'attribute_not_exists(pk)' };
      const Item = toItem({ ...baselineKey, at });
      await unlessRefused(client.send(new PutItemCommand({ TableName: table, Item, ...condition })));
    },
    async isHeld(incident) {
      return (await readRow(client, table, incidentKey(incident)))?.['standing'] === true;
    },
    releaseIncident: (incident) =>
      unlessRefused(
        client.send(
          new UpdateItemCommand({
            TableName: table,
            Key: toItem(incidentKey(incident)),
            UpdateExpression: 'REMOVE standing',
            ConditionExpression: 'attribute_exists(standing)',
          }),
        ),
      ),
  };
}
