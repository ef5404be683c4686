import type { DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { FindingKey } from '#domain/findings/finding.ts';
import type { Issue } from '#domain/issues/issue.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import { instant, iso } from '#domain/values/instant.ts';
import { parseRegion } from '#domain/values/region.ts';
import type { AskedLooks, OpenPlace, OpenPlaces } from '#ports/open-places.ts';
import { readPartition, toItem } from './rows.ts';
import {
  askedKey,
  openPlaceKey,
  openPlacePartition,
  openPlacePartitions,
} from '#adapters/wire/state-keys.ts';

const row = z.object({
  account: z.string().transform((text) => parseAccountId(text)),
  region: z.string().transform((text) => parseRegion(text)),
  keys: z.array(z.string()).default([]),
  blind: z.boolean(),
  lookedAt: z.number().transform(instant).optional(),
});
const askedRow = z.object({
  at: z.number(),
  regions: z.union([z.literal('all'), z.array(z.string())]),
  accounts: z.array(z.string()),
});

/** Keys of open findings that a row holds; a place with more of them is looked at more often than it has to be. */
const maxKeys = 200;
/** Accounts in one row of asked looks: some 70 KB. */
const accountsPerRow = 5000;
/** Seconds until a row of asked looks expires: longer than any look waits in its queue. */
const keptFor = 24 * 3600;

/** The write that puts the place of `issue` on the list of open places, or removes it when the issue is not open. */
export function openPlaceWrite(table: string, issue: Issue): TransactWriteItem {
  const { account, region, status, disabled, findings, timestamps } = issue;
  const key = openPlaceKey(account, region);
  if (status !== 'open') return { Delete: { TableName: table, Key: toItem(key) } };
  const keys = [...findings].flatMap(([one, { state }]) => (state === 'open' ? [one] : [])).slice(0, maxKeys);
  const row = { ...key, account, region, keys, blind: disabled, lookedAt: timestamps.updated };
  return { Put: { TableName: table, Item: toItem(row) } };
}

/** The list of open places in the state table. */
export function dynamoOpenPlaces(parts: { client: DynamoDBClient; table: string }): OpenPlaces {
  return {
    async listOpenPlaces() {
      const partitions = Array.from({ length: openPlacePartitions }, (_, index) => openPlacePartition(index));
      const rows = await Promise.all(
        partitions.map((value) => readPartition(parts.client, parts.table, { key: 'pk', value })),
      );
      return rows.flat().flatMap((stored): OpenPlace[] => {
        const { account, region, keys, blind, lookedAt } = row.parse(stored);
        // Written from keys of findings by this adapter; brands exist for the compiler only.
        return account && region ? [{ account, region, keys: keys as FindingKey[], blind, lookedAt }] : [];
      });
    },
    async noteAsked({ at, accounts, regions }) {
      for (let from = 0; from < accounts.length; from += accountsPerRow) {
        const own = accounts.slice(from, from + accountsPerRow);
        const key = askedKey(`${iso(at)}#${own[0]}`);
        const row = { ...key, at, regions, accounts: own, expires: Math.trunc(at / 1000) + keptFor };
        await parts.client.send(new PutItemCommand({ TableName: parts.table, Item: toItem(row) }));
      }
    },
    async listAsked(since) {
      const from = { key: 'pk', value: askedKey('').pk, from: iso(since) };
      const rows = await readPartition(parts.client, parts.table, from);
      // Only this adapter writes these rows; brands exist for the compiler only.
      return rows.map((stored) => askedRow.parse(stored) as unknown as AskedLooks);
    },
  };
}
