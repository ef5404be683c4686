import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { ForwardingCheck, ForwardingLog } from '#ports/forwarding.ts';
import { readPartition, readRow, toItem } from './rows.ts';
import { forwardingKey, forwardingPartition } from '#adapters/wire/state-keys.ts';

/** Gaps stored per account; more of them have the same remedy. */
const maxGaps = 100;

/** The kinds of gaps in an account's forwarding, as rows store them. */
export const gapKinds = [
  'no-rules',
  'missing',
  'disabled',
  'changed',
  'sends-elsewhere',
  'wrong-role',
  'no-dead-letters',
  'no-queue',
  'dead-letters',
  'unreadable',
] as const;
const checkRow = z.object({
  account: z.string(),
  at: z.number(),
  lackedAt: z.number().optional(),
  gaps: z.array(
    z.object({
      region: z.string(),
      kind: z.enum(gapKinds),
      what: z.string().optional(),
      since: z.number(),
    }),
  ),
});

// Only this adapter writes these rows; brands exist for the compiler only.
const decode = (row: unknown): ForwardingCheck => checkRow.parse(row) as unknown as ForwardingCheck;

/** Forwarding checks in the state table, all in one partition: one small row per account, written once a day. */
export function dynamoForwardingLog({
  client,
  table,
}: {
  client: DynamoDBClient;
  table: string;
}): ForwardingLog {
  return {
    async readCheck(account) {
      const row = await readRow(client, table, forwardingKey(account));
      return row && decode(row);
    },
    async keepCheck({ gaps, ...check }) {
      const row = { ...forwardingKey(check.account), ...check, gaps: gaps.slice(0, maxGaps) };
      await client.send(new PutItemCommand({ TableName: table, Item: toItem(row) }));
    },
    async listChecks() {
      const rows = await readPartition(client, table, { key: 'pk', value: forwardingPartition });
      return rows.map(decode);
    },
  };
}
