import {
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
  type DynamoDBStreamsClient,
} from '@aws-sdk/client-dynamodb-streams';
import type { StreamRecord } from './stream-lane.ts';

/** Reads a table's stream from its beginning, all shards, each record once. */
export interface StreamReader {
  /** The records that came since the last call. */
  read(): Promise<StreamRecord[]>;
}

/** A reader of the stream of `table`; looks for it at the first read. */
export function openStream(client: DynamoDBStreamsClient, table: string): StreamReader {
  // A shard with an undefined iterator has been read to its end.
  const iterators = new Map<string, string | undefined>();
  let arn: string | undefined;

  const findShards = async (): Promise<void> => {
    arn ??= (await client.send(new ListStreamsCommand({ TableName: table }))).Streams?.[0]?.StreamArn;
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn: arn }));
    for (const { ShardId = '' } of StreamDescription?.Shards ?? []) {
      if (iterators.has(ShardId)) continue;
      const request = new GetShardIteratorCommand({
        StreamArn: arn,
        ShardId,
        ShardIteratorType: 'TRIM_HORIZON',
      });
      iterators.set(ShardId, (await client.send(request)).ShardIterator);
    }
  };

  return {
    read: async () => {
      const open = [...iterators].some(([, iterator]) => iterator !== undefined);
      if (!open) await findShards();
      const records: StreamRecord[] = [];
      for (const [shard, iterator] of iterators) {
        if (iterator === undefined) continue;
        const answer = await client.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: 1000 }));
        iterators.set(shard, answer.NextShardIterator);
        records.push(...((answer.Records ?? []) as unknown as StreamRecord[]));
      }
      return records;
    },
  };
}
