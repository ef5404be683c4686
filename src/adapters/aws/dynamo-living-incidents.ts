import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import pLimit from 'p-limit';
import { parseIncidentId } from '#domain/issues/incident-id.ts';
import type { LivingIncidents } from '#ports/living-incidents.ts';
import {
  causeClaimKey,
  incidentKey,
  livingKey,
  livingPartition,
  livingPartitions,
} from '#adapters/wire/state-keys.ts';
import { isConflict, readPartition, toItem } from './rows.ts';

/** Seconds that the rows of a closed incident are kept: 90 days, as long as CloudTrail's event history. */
export const closedKeptFor = 90 * 24 * 3600;
const writesAtOnce = 16;

interface Parts {
  readonly client: DynamoDBClient;
  readonly table: string;
}

/** Lets a row expire; with `incident`, only while it names that incident. */
async function expire(
  { client, table }: Parts,
  key: object,
  expires: number,
  incident?: string,
): Promise<void> {
  const isOwn = incident === undefined ? '' : ' AND incident = :incident';
  const update = new UpdateItemCommand({
    TableName: table,
    Key: toItem(key),
    UpdateExpression: 'SET expires = :expires',
    ConditionExpression: `attribute_exists(pk)${isOwn}`,
    ExpressionAttributeValues: toItem({ ':expires': expires, ':incident': incident }),
  });
  await client.send(update).catch((error: unknown) => {
    // The row is gone, or a later incident has claimed the cause.
    if (!isConflict(error)) throw error;
  });
}

/** The index of incidents that are not closed, in the state table. */
export function dynamoLivingIncidents(parts: Parts): LivingIncidents {
  const { client, table } = parts;
  return {
    async listLiving() {
      const partitions = Array.from({ length: livingPartitions }, (_, index) => livingPartition(index));
      const rows = await Promise.all(
        partitions.map((value) => readPartition(client, table, { key: 'pk', value })),
      );
      return rows.flat().flatMap(({ sk }) => parseIncidentId(sk) ?? []);
    },
    async closeIncident({ incident: { id, cause } }, at) {
      const expires = Math.trunc(at / 1000) + closedKeptFor;
      const limit = pLimit(writesAtOnce);
      // The members of a wide incident, in partitions of their own, expire as their issues are closed.
      const rows = await readPartition(client, table, { key: 'pk', value: incidentKey(id).pk });
      await Promise.all(rows.map(({ pk, sk }) => limit(() => expire(parts, { pk, sk }, expires))));
      await expire(parts, causeClaimKey(cause), expires, id);
      // Last, so that an interrupted run does all of it again.
      await client.send(new DeleteItemCommand({ TableName: table, Key: toItem(livingKey(id)) }));
    },
  };
}
