import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { AccountOutcome, Sweep } from '#domain/sweeps/sweep.ts';
import type { FinishedSweep, SweepLog } from '#ports/sweep-log.ts';
import { isConflict, readLatestRow, readPartition, readRow, toItem } from './rows.ts';
import { finishedSweepKey, outcomeKey, sweepKey, sweepPartition } from '#adapters/wire/state-keys.ts';

/** Seconds until the rows of a sweep expire: 90 days. */
const keptFor = 90 * 24 * 3600;

const refused = z.object({ operation: z.string(), code: z.string(), message: z.string() });
const sweepRow = z.object({
  id: z.string(),
  startedAt: z.number(),
  deadline: z.number(),
  accounts: z.array(z.string()),
  baseline: z.boolean(),
  listRefused: refused.optional(),
});
const finishedRow = z.object({ id: z.string(), startedAt: z.number() });
const outcomeRow = z.object({
  account: z.string(),
  at: z.number(),
  kind: z.enum(['done', 'failed']),
  regions: z.array(z.string()),
  regionsNamed: z.boolean(),
  trails: z.number(),
  ownsOrganizationTrail: z.boolean(),
  coveredBy: z.array(z.string()).optional(),
  destinations: z
    .array(z.object({ kind: z.enum(['bucket', 'key']), id: z.string(), asked: z.boolean() }))
    .optional(),
  leftOut: z.array(z.string()).optional(),
  refusals: z.array(refused.extend({ regions: z.array(z.string()) })),
  why: z.string().optional(),
});

interface Parts {
  readonly client: DynamoDBClient;
  readonly table: string;
}

// Only this adapter writes these rows; brands exist for the compiler only.
const decodeSweep = (row: unknown): Sweep => sweepRow.parse(row) as unknown as Sweep;
const decodeOutcome = (row: unknown): AccountOutcome => outcomeRow.parse(row) as unknown as AccountOutcome;

const expires = (at: number): number => Math.trunc(at / 1000) + keptFor;

/** Writes `row` if `condition` holds; returns whether it was written. */
async function putRow({ client, table }: Parts, row: object, condition?: string): Promise<boolean> {
  try {
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: toItem(row),
        ...(condition === undefined ? {} : { ConditionExpression: condition }),
        ...(condition?.includes('#kind') === true
          ? {
              ExpressionAttributeNames: { '#kind': 'kind' },
              ExpressionAttributeValues: toItem({ ':failed': 'failed' }),
            }
          : {}),
      }),
    );
    return true;
  } catch (error) {
    if (isConflict(error)) return false;
    throw new Error('A row of a sweep could not be written', { cause: error });
  }
}

async function keepFinished({ client, table }: Parts, { id, startedAt }: FinishedSweep): Promise<void> {
  const put = new PutItemCommand({
    TableName: table,
    Item: toItem({ ...finishedSweepKey, id, startedAt }),
    ConditionExpression: 'attribute_not_exists(pk) OR startedAt < :startedAt',
    ExpressionAttributeValues: toItem({ ':startedAt': startedAt }),
  });
  await client.send(put).catch((error: unknown) => {
    if (!isConflict(error)) throw error;
  });
}

/** Sweeps in the state table. */
export function dynamoSweepLog(parts: Parts): SweepLog {
  const { client, table } = parts;
  return {
    async beginSweep(sweep) {
      const row = { ...sweepKey(sweep.id), ...sweep, expires: expires(sweep.startedAt) };
      if (await putRow(parts, row, 'attribute_not_exists(pk)')) return sweep;
      return decodeSweep(await readRow(client, table, sweepKey(sweep.id)));
    },
    async readLatestSweep() {
      const row = await readLatestRow(client, table, sweepPartition);
      return row && decodeSweep(row);
    },
    async noteOutcome(id, outcome) {
      const row = { ...outcomeKey(id, outcome.account), ...outcome, expires: expires(outcome.at) };
      const unlessDone = 'attribute_not_exists(pk) OR #kind = :failed';
      await putRow(parts, row, outcome.kind === 'failed' ? unlessDone : undefined);
    },
    keepFinished: (sweep) => keepFinished(parts, sweep),
    async readLastFinished() {
      const row = await readRow(client, table, finishedSweepKey);
      // Only this adapter writes this row; brands exist for the compiler only.
      return row && (finishedRow.parse(row) as unknown as FinishedSweep);
    },
    async listOutcomes(id) {
      const rows = await readPartition(client, table, { key: 'pk', value: `sweep#${id}` });
      return rows.map(decodeOutcome);
    },
  };
}
