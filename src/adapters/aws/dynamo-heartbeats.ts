import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { parseAccountId } from '#domain/values/account-id.ts';
import { instant } from '#domain/values/instant.ts';
import { parseRegion } from '#domain/values/region.ts';
import type { Heartbeat, Heartbeats } from '#ports/heartbeats.ts';
import { isConflict, readPartition, toItem } from './rows.ts';
import { heartbeatKey, heartbeatPartition } from '#adapters/wire/state-keys.ts';

const row = z.object({
  account: z.string().transform((text) => parseAccountId(text)),
  region: z.string().transform((text) => parseRegion(text)),
  at: z.number().transform(instant),
});

/** The last heartbeats in the state table. One partition suffices: 1,000 accounts in 17 Regions make 5 writes a second. */
export function dynamoHeartbeats(parts: { client: DynamoDBClient; table: string }): Heartbeats {
  const read = async (beginning?: string): Promise<readonly Heartbeat[]> => {
    const all = { key: 'pk', value: heartbeatPartition };
    const asked = beginning === undefined ? all : { ...all, beginning };
    const rows = await readPartition(parts.client, parts.table, asked);
    return rows.flatMap((stored): Heartbeat[] => {
      const { account, region, at } = row.parse(stored);
      return account && region ? [{ account, region, at }] : [];
    });
  };
  return {
    async keepHeartbeat(beat) {
      const put = new PutItemCommand({
        TableName: parts.table,
        Item: toItem({ ...heartbeatKey(beat.account, beat.region), ...beat }),
        ConditionExpression: 'attribute_not_exists(pk) OR #at < :at',
        ExpressionAttributeNames: { '#at': 'at' },
        ExpressionAttributeValues: toItem({ ':at': beat.at }),
      });
      await parts.client.send(put).catch((error: unknown) => {
        // A later heartbeat is already stored.
        if (!isConflict(error)) throw error;
      });
    },
    listHeartbeats: () => read(),
    listHeartbeatsOf: (account) => read(`${account}#`),
  };
}
