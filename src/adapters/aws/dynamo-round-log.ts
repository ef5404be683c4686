import { gunzipSync, gzipSync } from 'node:zlib';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { Comparison, Round, RoundLog } from '#ports/round-log.ts';
import { readLatestRow, readRow, toItem } from './rows.ts';
import { roundKey } from '#adapters/wire/state-keys.ts';

/** Seconds until a daily round expires: 90 days. The onboarding round happens once and never expires. */
const keptFor = 90 * 24 * 3600;
/** Remarks of one kind that are stored; a report shows fewer. */
const maxRemarks = 100;

const roundRow = z.object({
  id: z.string(),
  begunAt: z.number(),
  finishedAt: z.number().optional(),
  toldAt: z.number().optional(),
  closings: z.number().optional(),
  isClosed: z.boolean().optional(),
  // Compressed, because one remark can name a thousand accounts and an item holds 400 KB.
  comparison: z.instanceof(Uint8Array).optional(),
});

function pack({ repaired, mismatches, untold }: Comparison): Uint8Array {
  const fewer: Comparison = {
    repaired: repaired.slice(0, maxRemarks),
    mismatches: mismatches.slice(0, maxRemarks),
    untold: untold.slice(0, maxRemarks),
  };
  return gzipSync(JSON.stringify(fewer));
}

function decode(row: unknown): Round {
  const { comparison, ...round } = roundRow.parse(row);
  const unpacked = comparison && (JSON.parse(gunzipSync(comparison).toString()) as Comparison);
  // Only this adapter writes these rows; brands exist for the compiler only.
  return { ...round, comparison: unpacked } as Round;
}

/** Rounds of reports in the state table. */
export function dynamoRoundLog({ client, table }: { client: DynamoDBClient; table: string }): RoundLog {
  return {
    async readRound(id) {
      const row = await readRow(client, table, roundKey(id));
      return row && decode(row);
    },
    async readLatestRound() {
      const row = await readLatestRow(client, table, roundKey('report-').pk);
      return row && decode(row);
    },
    async keepRound(round) {
      const key = roundKey(round.id);
      const expires = key.pk === 'rounds' ? Math.trunc(round.begunAt / 1000) + keptFor : undefined;
      const comparison = round.comparison && pack(round.comparison);
      const Item = toItem({ ...key, ...round, comparison, expires });
      await client.send(new PutItemCommand({ TableName: table, Item }));
    },
  };
}
