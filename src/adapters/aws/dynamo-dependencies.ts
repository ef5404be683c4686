import type { DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Dependency } from '#domain/facts/dependency.ts';
import type { Memory, RememberedTrail } from '#domain/facts/observation.ts';
import { dependenciesOf, dependencyName } from '#domain/facts/trail-dependencies.ts';
import { isAtHome } from '#domain/facts/trail.ts';
import { asTrailArn, parseTrailArn } from '#domain/values/trail-arn.ts';
import { plusSeconds } from '#domain/values/instant.ts';
import type { Dependencies } from '#ports/dependencies.ts';
import { waveAfterSeconds } from '#ports/dependencies.ts';
import { readPartition, toItem, writeTogether } from './rows.ts';
import type { StateKey } from '#adapters/wire/state-keys.ts';
import { waveKey } from '#adapters/wire/state-keys.ts';

const partition = ({ kind, id }: Dependency): string => `depends#${kind}#${id}`;

function keysOf(memory: Memory | undefined): Map<string, StateKey> {
  // Only the owner's observation in the home Region counts; shadow trails and members show the same trail again.
  const own = ({ trail, goneAt }: RememberedTrail): boolean =>
    goneAt === undefined && memory !== undefined && isAtHome(memory, trail);
  const keys = (memory?.trails ?? [])
    .filter(own)
    .flatMap(({ trail }) => dependenciesOf(trail).map((on) => ({ pk: partition(on), sk: trail.arn })));
  return new Map(keys.map((key) => [`${key.pk} ${key.sk}`, key]));
}

/** The writes that bring the dependency map from the memory `before` to the memory `after`. */
export function dependencyWrites(
  table: string,
  before: Memory | undefined,
  after: Memory,
): TransactWriteItem[] {
  const [old, now] = [keysOf(before), keysOf(after)];
  const added = [...now].filter(([id]) => !old.has(id)).map(([, key]) => key);
  const dropped = [...old].filter(([id]) => !now.has(id)).map(([, key]) => key);
  return [
    ...added.map((key) => ({ Put: { TableName: table, Item: toItem(key) } })),
    ...dropped.map((key) => ({ Delete: { TableName: table, Key: toItem(key) } })),
  ];
}

/** The dependency map in the state table. */
export function dynamoDependencies(parts: { client: DynamoDBClient; table: string }): Dependencies {
  return {
    async hasDependents(dependency) {
      const value = partition(dependencyName(dependency));
      return (await readPartition(parts.client, parts.table, { key: 'pk', value, first: 1 })).length > 0;
    },
    async claimWave(dependency, by, now) {
      const until = plusSeconds(now, waveAfterSeconds);
      const row = {
        ...waveKey(dependencyName(dependency)),
        until,
        by,
        expires: Math.trunc(until / 1000) + 3600,
      };
      const put = {
        TableName: parts.table,
        Item: toItem(row),
        ConditionExpression: 'attribute_not_exists(pk) OR #until <= :now OR #by = :by',
        ExpressionAttributeNames: { '#until': 'until', '#by': 'by' },
        ExpressionAttributeValues: toItem({ ':now': now, ':by': by }),
      };
      return (await writeTogether(parts.client, [{ Put: put }])) === 'applied';
    },
    async listDependents(dependency) {
      const value = partition(dependencyName(dependency));
      const rows = await readPartition(parts.client, parts.table, { key: 'pk', value });
      return rows.flatMap(({ sk }) => {
        const trail = asTrailArn(sk);
        const fields = parseTrailArn(sk);
        return trail && fields ? [{ trail, account: fields.owner, homeRegion: fields.homeRegion }] : [];
      });
    },
  };
}
