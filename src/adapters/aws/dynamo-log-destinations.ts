import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { LogDestinationSight, FailedInspection } from '#domain/facts/log-destination.ts';
import type { LogDestinationStore } from '#ports/log-destinations.ts';
import { isConflict, readRow, toItem } from './rows.ts';
import { destinationRowKey, failedInspectionKey } from '#adapters/wire/state-keys.ts';

const row = z.object({
  kind: z.enum(['bucket', 'key']),
  id: z.string(),
  at: z.number(),
  changedAt: z.number(),
  found: z.looseObject({ is: z.enum(['there', 'gone', 'foreign', 'hidden']) }),
});

const failedRow = z.object({ at: z.number(), why: z.string() });

/** Log destinations as they were last found, and their last failed inspection, in the state table. */
export function dynamoDestinations(parts: { client: DynamoDBClient; table: string }): LogDestinationStore {
  const { client, table } = parts;
  return {
    async readDestination(destination) {
      const seen = await readRow(client, table, destinationRowKey(destination));
      // Only this adapter writes such rows, from the same type; brands exist for the compiler only.
      return seen && (row.parse(seen) as unknown as LogDestinationSight);
    },
    async keepDestination(sight) {
      const Item = toItem({ ...destinationRowKey(sight), ...sight });
      try {
        await client.send(
          new PutItemCommand({
            TableName: table,
            Item,
            // An older result never overwrites a newer one.
            ConditionExpression: 'attribute_not_exists(pk) OR #at <= :at',
            ExpressionAttributeNames: { '#at': 'at' },
            ExpressionAttributeValues: toItem({ ':at': sight.at }),
          }),
        );
        return 'applied';
      } catch (error) {
        if (isConflict(error)) return 'stale';
        throw new Error(`The ${sight.kind} ${sight.id} could not be remembered`, { cause: error });
      }
    },
    async noteFailure(destination, failure) {
      const Item = toItem({ ...failedInspectionKey(destination), ...failure });
      await client.send(new PutItemCommand({ TableName: table, Item }));
    },
    async readFailure(destination) {
      const seen = await readRow(client, table, failedInspectionKey(destination));
      // Branded types are plain strings at run time.
      return seen && (failedRow.parse(seen) as unknown as FailedInspection);
    },
  };
}
