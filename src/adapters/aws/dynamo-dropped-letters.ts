import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { droppedKey, droppedPartition } from '#adapters/wire/state-keys.ts';
import { instant, iso } from '#domain/values/instant.ts';
import type { DroppedLetters } from '#ports/dropped-letters.ts';
import { readPartition, toItem } from './rows.ts';

/** How long a row stays, in seconds: 400 days, as long as logs do. */
const keptFor = 400 * 24 * 3600;
/** Longest reason and body that are kept, in characters; a queue's message may have 1 MB. */
const longest = { reason: 500, body: 20_000 } as const;

const row = z.object({
  id: z.string(),
  queue: z.string(),
  at: z.number().transform(instant),
  by: z.string(),
  reason: z.string(),
  body: z.string(),
});

/** Dropped letters in the state table, in one partition, ordered by time. Rows that cannot be read are left out. */
export function dynamoDroppedLetters(parts: { client: DynamoDBClient; table: string }): DroppedLetters {
  const { client, table } = parts;
  return {
    async keepDropped(letter) {
      const { at, id, reason, body } = letter;
      const capped = { reason: reason.slice(0, longest.reason), body: body.slice(0, longest.body) };
      const expires = Math.trunc(at / 1000) + keptFor;
      const Item = toItem({ ...letter, ...capped, ...droppedKey(iso(at), id), expires });
      await client.send(new PutItemCommand({ TableName: table, Item }));
    },
    async listDropped() {
      const rows = await readPartition(client, table, { key: 'pk', value: droppedPartition });
      return rows.flatMap((one) => row.safeParse(one).data ?? []);
    },
  };
}
