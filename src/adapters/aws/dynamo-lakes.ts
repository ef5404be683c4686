import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { LakeSight } from '#domain/facts/lake.ts';
import type { LakeStore } from '#ports/lakes.ts';
import { readPartition, toItem, writeTogether } from './rows.ts';
import { lakeKey, lakePartition } from '#adapters/wire/state-keys.ts';

const lakeRow = z.object({
  account: z.string(),
  region: z.string(),
  at: z.number(),
  changedAt: z.number(),
  stores: z.array(z.looseObject({ arn: z.string(), lost: z.array(z.string()) })),
});

/** Event data stores in the state table: one row per Region that has any, all of an account in one partition. */
export function dynamoLakes({ client, table }: { client: DynamoDBClient; table: string }): LakeStore {
  return {
    async readLakes(account) {
      const rows = await readPartition(client, table, { key: 'pk', value: lakePartition(account) });
      // Only this adapter writes such rows, from the same type; brands exist for the compiler only.
      const sights = rows.map((row) => lakeRow.parse(row) as unknown as LakeSight);
      return new Map(sights.map((sight) => [sight.region, sight]));
    },
    keepLake: (sight) =>
      writeTogether(client, [
        {
          Put: {
            TableName: table,
            Item: toItem({ ...lakeKey(sight.account, sight.region), ...sight }),
            // An older result never overwrites a newer one.
            ConditionExpression: 'attribute_not_exists(pk) OR #at <= :at',
            ExpressionAttributeNames: { '#at': 'at' },
            ExpressionAttributeValues: toItem({ ':at': sight.at }),
          },
        },
      ]),
  };
}
