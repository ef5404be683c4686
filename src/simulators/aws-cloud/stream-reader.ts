import {
  DescribeStreamCommand,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
  TrimmedDataAccessException,
  type DynamoDBStreamsClient,
} from '@aws-sdk/client-dynamodb-streams';
import type { StreamRecord } from './stream-lane.ts';

/** Reads a table's stream from its beginning, all shards, each record once. */
export interface StreamReader {
  /** The records that came since the last call. */
  read(): Promise<StreamRecord[]>;
}

interface Shard {
  readonly arn: string;
  readonly id: string;
  /** Undefined when the shard has been read to its end. */
  iterator: string | undefined;
  /** The sequence number of the last record read. */
  last: string | undefined;
}

/** A reader of the stream of `table`, which is looked up at the first read. */
export function openStream(client: DynamoDBStreamsClient, table: string): StreamReader {
  const shards: Shard[] = [];
  let arn: string | undefined;
  return {
    read: async () => {
      if (shards.every(({ iterator }) => iterator === undefined)) {
        arn ??=
          (await client.send(new ListStreamsCommand({ TableName: table }))).Streams?.[0]?.StreamArn ?? '';
        await findShards(client, arn, shards);
      }
      const records: StreamRecord[] = [];
      for (const shard of shards)
        if (shard.iterator !== undefined) records.push(...(await readShard(client, shard)));
      return records;
    },
  };
}

async function findShards(client: DynamoDBStreamsClient, arn: string, shards: Shard[]): Promise<void> {
  const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn: arn }));
  for (const { ShardId: id = '' } of StreamDescription?.Shards ?? []) {
    if (shards.some((shard) => shard.id === id)) continue;
    const shard: Shard = { arn, id, iterator: undefined, last: undefined };
    await wind(client, shard);
    shards.push(shard);
  }
}

async function readShard(client: DynamoDBStreamsClient, shard: Shard): Promise<StreamRecord[]> {
  const read = () => client.send(new GetRecordsCommand({ ShardIterator: shard.iterator, Limit: 1000 }));
  const answer = await read().catch(async (error: unknown) => {
    // DynamoDB Local sometimes invalidates an iterator; a new one continues after the last record.
    if (!(error instanceof TrimmedDataAccessException || error instanceof ExpiredIteratorException))
      throw error;
    await wind(client, shard);
    return read();
  });
  shard.iterator = answer.NextShardIterator;
  shard.last = answer.Records?.at(-1)?.dynamodb?.SequenceNumber ?? shard.last;
  // The SDK's records in Lambda's form; only the member names differ.
  return (answer.Records ?? []) as unknown as StreamRecord[];
}

async function wind(client: DynamoDBStreamsClient, shard: Shard): Promise<void> {
  const from =
    shard.last === undefined
      ? ({ ShardIteratorType: 'TRIM_HORIZON' } as const)
      : ({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: shard.last } as const);
  const request = new GetShardIteratorCommand({ StreamArn: shard.arn, ShardId: shard.id, ...from });
  shard.iterator = (await client.send(request)).ShardIterator;
}
