import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { instant } from '#domain/values/instant.ts';
import type { Arrivals } from '#ports/arrivals.ts';
import { readPartition, toItem } from './rows.ts';
import { arrivalKey, arrivalPartition } from '#adapters/wire/state-keys.ts';

const moment = z.number().transform(instant);
const row = z.object({
  sk: z.string(),
  eventId: z.string(),
  calledAt: moment.optional(),
  heardAt: moment,
});

/** The last StartLogging event of every account and Region, in the state table. A later write replaces the row. */
export function dynamoArrivals(parts: { client: DynamoDBClient; table: string }): Arrivals {
  return {
    async noteArrival({ account, region, ...heard }) {
      const Item = toItem({ ...arrivalKey(account, region), ...heard });
      await parts.client.send(new PutItemCommand({ TableName: parts.table, Item }));
    },
    async listArrivals(account) {
      const value = arrivalPartition(account);
      const rows = await readPartition(parts.client, parts.table, { key: 'pk', value });
      return rows.map((stored) => {
        const { sk: region, ...heard } = row.parse(stored);
        return { account, region, ...heard };
      });
    },
  };
}
