import type { DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { Subject } from '#domain/findings/finding.ts';
import type { Issue } from '#domain/issues/issue.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import { parseRegion } from '#domain/values/region.ts';
import type { OpenPlace, OpenPlaces } from '#ports/open-places.ts';
import { readPartition, toItem } from './rows.ts';
import { openPlaceKey, openPlacePartition, openPlacePartitions } from '#adapters/wire/state-keys.ts';

const row = z.object({
  account: z.string().transform((text) => parseAccountId(text)),
  region: z.string().transform((text) => parseRegion(text)),
  subjects: z.array(z.string()),
  blind: z.boolean(),
});

/** The write that puts the place of `issue` on the list of open places, or removes it when the issue is not open. */
export function openPlaceWrite(table: string, issue: Issue): TransactWriteItem {
  const { account, region, status, disabled, findings } = issue;
  const key = openPlaceKey(account, region);
  if (status !== 'open') return { Delete: { TableName: table, Key: toItem(key) } };
  const open = [...findings.values()].filter(({ state }) => state === 'open');
  const subjects = [...new Set(open.map(({ subject }) => subject))];
  return { Put: { TableName: table, Item: toItem({ ...key, account, region, subjects, blind: disabled }) } };
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
        const { account, region, subjects, blind } = row.parse(stored);
        return account && region ? [{ account, region, subjects: subjects as Subject[], blind }] : [];
      });
    },
  };
}
