import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Roll, RollStore } from '#ports/organization.ts';
import { readPartition, toItem } from './rows.ts';
import { rollPartition } from '#adapters/wire/state-keys.ts';

/** Accounts in one row: far below DynamoDB's 400 KB an item. */
const accountsPerRow = 1000;

const rollRow = z.object({
  at: z.number(),
  parts: z.number(),
  part: z.number(),
  id: z.string().optional(),
  management: z.string().optional(),
  trustedAccess: z.boolean().optional(),
  delegates: z.array(z.string()).optional(),
  accounts: z.array(z.tuple([z.string(), z.string()])),
});

/** The organization's accounts in the state table. */
export function dynamoRollStore({ client, table }: { client: DynamoDBClient; table: string }): RollStore {
  return {
    async keepRoll({ at, active, id, management, trustedAccess, delegates }) {
      const entries = [...active];
      const parts = Math.max(1, Math.ceil(entries.length / accountsPerRow));
      for (let part = 0; part < parts; part += 1) {
        const accounts = entries.slice(part * accountsPerRow, (part + 1) * accountsPerRow);
        const key = { pk: rollPartition, sk: String(part).padStart(4, '0') };
        const Item = toItem({ ...key, at, parts, part, id, management, trustedAccess, delegates, accounts });
        await client.send(new PutItemCommand({ TableName: table, Item }));
      }
    },
    async readRoll(): Promise<Roll | undefined> {
      const rows = await readPartition(client, table, { key: 'pk', value: rollPartition });
      const read = rows.map((row) => rollRow.parse(row));
      const [first] = read;
      if (!first) return undefined;
      // Rows with a higher number are left over from a roll with more accounts.
      const accounts = read.filter(({ part }) => part < first.parts).flatMap((row) => row.accounts);
      return {
        at: first.at as Instant,
        // The row's schema has checked the ids; brands exist for the compiler only.
        active: new Map(accounts) as unknown as Roll['active'],
        id: first.id,
        management: first.management as AccountId | undefined,
        trustedAccess: first.trustedAccess,
        delegates: first.delegates as readonly AccountId[] | undefined,
      };
    },
  };
}
