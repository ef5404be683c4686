import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { acceptanceFrom, acceptanceRow } from '#adapters/wire/acceptance-codec.ts';
import { acceptanceKey, acceptancePartition } from '#adapters/wire/state-keys.ts';
import type { Acceptances } from '#ports/acceptances.ts';
import { readPartition, toItem } from './rows.ts';

/** How long a row stays after its end, in seconds: 90 days, so that reports and people can look it up. */
const keptFor = 90 * 24 * 3600;

/**
 * Acceptances in the state table, all in one partition, ordered by account: an evaluation reads those of its account, of
 * which there are few.
 */
export function dynamoAcceptances(parts: { client: DynamoDBClient; table: string }): Acceptances {
  const { client, table } = parts;
  const read = async (beginning?: string) => {
    const all = { key: 'pk', value: acceptancePartition };
    const rows = await readPartition(client, table, beginning === undefined ? all : { ...all, beginning });
    return rows.flatMap((row) => acceptanceFrom(row));
  };
  return {
    async keepAcceptance(acceptance) {
      const key = acceptanceKey(acceptance.accountId, acceptance.incident);
      const expires = Math.trunc(acceptance.until / 1000) + keptFor;
      const Item = toItem({ ...key, ...acceptanceRow(acceptance), expires });
      await client.send(new PutItemCommand({ TableName: table, Item }));
    },
    listAcceptancesOf: async (account, now) => (await read(`${account}#`)).filter(({ until }) => until > now),
    listAcceptancesIn: async (incident) => (await read()).filter((one) => one.incident === incident),
    listAcceptances: () => read(),
  };
}
