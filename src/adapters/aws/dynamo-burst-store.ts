import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { TriggerJson } from '#adapters/wire/trigger-schema.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import type { Burst } from '#domain/issues/burst.ts';
import { actorName, burstId, burstLasts, burstSize, burstWithin } from '#domain/issues/burst.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import { parseIncidentId } from '#domain/issues/incident-id.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import { instant, iso } from '#domain/values/instant.ts';
import type { BurstStore } from '#ports/burst-store.ts';
import type { Row } from './rows.ts';
import { readRow, toItem, writeTogether } from './rows.ts';
import { burstClaimKey, burstKey, countedKey } from '#adapters/wire/state-keys.ts';

/** Seconds until rows expire: failed calls after a day, bursts after 90 days like attempts. */
const countedFor = 24 * 3600;
const toldFor = 90 * 24 * 3600;

const claimRow = z.object({ id: z.string().transform((text) => parseIncidentId(text)), since: z.number() });
const burstRow = z.object({
  account: z.string().transform((text) => parseAccountId(text)),
  calls: z.tuple([TriggerJson], TriggerJson),
});

interface Parts {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly newId: () => IncidentId;
}

const timeOf = ({ at }: Trigger): number => at ?? 0;
const until = (at: number, seconds: number): number => Math.trunc(at / 1000) + seconds;

async function countFailedCall(
  parts: Parts,
  account: AccountId,
  trigger: Trigger,
): Promise<readonly Trigger[]> {
  const { client, table } = parts;
  const name = actorName(trigger.actor);
  const at = timeOf(trigger);
  const key = countedKey(account, name, `${iso(instant(at))}#${trigger.sameAs}`);
  const Item = toItem({ ...key, trigger, expires: until(at, countedFor) });
  await client.send(new PutItemCommand({ TableName: table, Item }));
  const bounds = [at - burstWithin, at + burstWithin].map((moment) => iso(instant(Math.max(0, moment))));
  const [from = '', to = ''] = bounds;
  // "$" sorts just after "#", so that keys `<to>#<id>` of the last millisecond are included.
  const [before, after] = await Promise.all([
    readNearest(parts, { pk: key.pk, from, to: key.sk }, false),
    readNearest(parts, { pk: key.pk, from: key.sk, to: `${to}$` }, true),
  ]);
  const calls = [...before, ...after].flatMap((row) => TriggerJson.safeParse(row['trigger']).data ?? []);
  return [...new Map(calls.map((call) => [call.sameAs, call])).values()];
}

/** At most ten rows between two keys, those nearest to its end (or, `forward`, to its beginning): a bounded read. */
async function readNearest(
  { client, table }: Parts,
  { pk, from, to }: { readonly pk: string; readonly from: string; readonly to: string },
  forward: boolean,
): Promise<Row[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: toItem({ ':pk': pk, ':from': from, ':to': to }),
      ScanIndexForward: forward,
      Limit: burstSize,
    }),
  );
  return Items.map((item) => unmarshall(item));
}

async function readBurst({ client, table }: Parts, id: IncidentId): Promise<Burst | undefined> {
  const read = burstRow.safeParse(await readRow(client, table, burstKey(id))).data;
  return read?.account && { id, account: read.account, calls: read.calls };
}

async function claimBurst(parts: Parts, account: AccountId, calls: Burst['calls']): Promise<Burst> {
  const { client, table } = parts;
  const [first] = calls;
  const since = timeOf(first);
  const key = burstClaimKey(account, actorName(first.actor));
  for (;;) {
    const held = claimRow.safeParse(await readRow(client, table, key)).data;
    const known = held?.id && since <= held.since + burstLasts ? await readBurst(parts, held.id) : undefined;
    if (known) return known;
    const id = burstId(parts.newId());
    const outcome = await writeTogether(client, [
      {
        Put: {
          TableName: table,
          Item: toItem({ ...key, id, since, expires: until(since, toldFor) }),
          ConditionExpression: held ? 'since = :held' : 'attribute_not_exists(pk)',
          ...(held ? { ExpressionAttributeValues: toItem({ ':held': held.since }) } : {}),
        },
      },
      {
        Put: {
          TableName: table,
          Item: toItem({ ...burstKey(id), account, calls, expires: until(since, toldFor) }),
        },
      },
    ]);
    if (outcome === 'applied') return { id, account, calls };
  }
}

/** Failed calls and the bursts made of them, in the state table. */
export function dynamoBurstStore(parts: Parts): BurstStore {
  return {
    countFailedCall: (account, trigger) => countFailedCall(parts, account, trigger),
    claimBurst: (account, calls) => claimBurst(parts, account, calls),
    readBurst: (id) => readBurst(parts, id),
  };
}
