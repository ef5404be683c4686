import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { instant } from '#domain/values/instant.ts';
import type { ForwardingCheck, ForwardingLog } from '#ports/forwarding.ts';
import { readPartition, readRow, toItem } from './rows.ts';
import { partsAskedKey, partsKey, partsPartition } from '#adapters/wire/state-keys.ts';

/** Gaps stored per account; more of them have the same remedy. */
const maxGaps = 100;

/** The kinds of gaps in an account's forwarding, as rows store them. */
export const gapKinds = [
  'no-rules',
  'removed',
  'missing',
  'disabled',
  'changed',
  'sends-elsewhere',
  'wrong-role',
  'role-changed',
  'refused',
  'outdated',
  'silent',
  'no-dead-letters',
  'no-queue',
  'dead-letters',
  'unreadable',
] as const;
const checkRow = z.object({
  account: z.string(),
  at: z.number(),
  lackedAt: z.number().optional(),
  countedAt: z.number().optional(),
  gaps: z.array(
    z.object({
      region: z.string(),
      kind: z.enum(gapKinds),
      what: z.string().optional(),
      since: z.number(),
    }),
  ),
  whole: z.array(z.object({ region: z.string(), template: z.string() })),
});

const askedRow = z.object({ at: z.number() });

// Only this adapter writes these rows; brands exist for the compiler only.
const decode = (row: unknown): ForwardingCheck => checkRow.parse(row) as unknown as ForwardingCheck;

/**
 * Checks of parts in the state table, all in one partition: one small row per account, written once an hour, so 5,000
 * accounts make less than two writes a second.
 */
export function dynamoForwardingLog({
  client,
  table,
}: {
  client: DynamoDBClient;
  table: string;
}): ForwardingLog {
  return {
    async readAsked() {
      const row = await readRow(client, table, partsAskedKey);
      return row && instant(askedRow.parse(row).at);
    },
    async keepAsked(at) {
      await client.send(new PutItemCommand({ TableName: table, Item: toItem({ ...partsAskedKey, at }) }));
    },
    async readCheck(account) {
      const row = await readRow(client, table, partsKey(account));
      return row && decode(row);
    },
    async keepCheck({ gaps, ...check }) {
      const row = { ...partsKey(check.account), ...check, gaps: gaps.slice(0, maxGaps) };
      await client.send(new PutItemCommand({ TableName: table, Item: toItem(row) }));
    },
    async listChecks() {
      const rows = await readPartition(client, table, { key: 'pk', value: partsPartition });
      return rows.map(decode);
    },
  };
}
