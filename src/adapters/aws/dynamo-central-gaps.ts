import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { centralGapsKey } from '#adapters/wire/state-keys.ts';
import { instant } from '#domain/values/instant.ts';
import type { CentralGapLog } from '#ports/central-rules.ts';
import { readRow, toItem } from './rows.ts';

const gapsRow = z.object({
  gaps: z.array(
    z.object({
      rule: z.string(),
      found: z.enum(['is gone or has another pattern', 'is disabled', 'does not send to its queue']),
      since: z.number().transform(instant),
      told: z.boolean(),
    }),
  ),
});

/** The deviations of the centre's rules in the state table: one row, at most as long as there are rules. */
export function dynamoCentralGaps({
  client,
  table,
}: {
  client: DynamoDBClient;
  table: string;
}): CentralGapLog {
  return {
    async listGaps() {
      const row = await readRow(client, table, centralGapsKey);
      return row ? gapsRow.parse(row).gaps : [];
    },
    async keepGaps(gaps) {
      const Item = toItem({ ...centralGapsKey, gaps });
      await client.send(new PutItemCommand({ TableName: table, Item }));
    },
  };
}
