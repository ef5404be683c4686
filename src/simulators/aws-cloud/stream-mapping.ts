import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { Database } from './dynamodb-local.ts';
import { passesFilters, requirePermissions, type MappingPart, type MappingParts } from './mapping.ts';
import { queueOf } from './sqs-mapping.ts';
import { createReadingLoop } from './reading-loop.ts';
import { startLane, type Lane, type StreamRecord } from './stream-lane.ts';
import { openStream } from './stream-reader.ts';

// More lanes would only compete for two cores; two are enough for races to occur.
const mostLanes = 2;

/** A running mapping from a table's stream to a function. */
export interface StreamMapping {
  readonly table: string;
  /** Reports an answered write, possibly to this table: the stream is read at once if streams are eager. */
  wrote(body: Buffer): void;
  /** Whether a read just now gives no new record and no batch is running (one that waits for a retry is idle). */
  drained(): Promise<boolean>;
  stop(): void;
}

/** Starts polling a table's stream; throws AWS's error when the role lacks a permission. */
export function startStreamMapping(
  mapping: MappingPart,
  parts: MappingParts,
  database: Database,
): StreamMapping {
  const table = checkedTable(mapping, parts);
  const client = streamsClient(database, parts.stack.place.region);
  const stream = openStream(client, table);
  const lanes: Lane[] = Array.from({ length: Math.min(mapping.ParallelizationFactor, mostLanes) }, () =>
    startLane(mapping, parts),
  );
  const loop = createReadingLoop(async () => {
    const records = (await stream.read()).map((record) => asEventRecord(record, mapping, parts));
    for (const { record, key, at } of records)
      if (passesFilters(mapping, record)) lanes[laneOf(key, lanes.length)]?.push({ record, at });
    return records.length;
  });
  if (mapping.Enabled) loop.start();
  return {
    table,
    wrote: (body) => {
      if (body.includes(`"${table}"`)) loop.wrote(parts.eagerStreams ?? true);
    },
    drained: async () => !mapping.Enabled || ((await loop.now()) === 0 && lanes.every((lane) => lane.atRest)),
    stop: () => {
      loop.stop();
      for (const lane of lanes) lane.stop();
      client.destroy();
    },
  };
}

function streamsClient({ endpoint, accessKeyId }: Database, region: string): DynamoDBStreamsClient {
  return new DynamoDBStreamsClient({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey: 'local' },
  });
}

function checkedTable(mapping: MappingPart, parts: MappingParts): string {
  const { EventSourceArn, DestinationConfig, logicalId } = mapping;
  const table = parts.stack
    .of('AWS::DynamoDB::Table')
    .find(({ arn }) => EventSourceArn.startsWith(`${arn}/stream/`));
  if (!table?.StreamSpecification)
    throw new Error(`Resources.${logicalId}: no table has the stream ${EventSourceArn}`);
  const failure = DestinationConfig?.OnFailure?.Destination;
  const needed = [
    'dynamodb:DescribeStream',
    'dynamodb:GetRecords',
    'dynamodb:GetShardIterator',
    'dynamodb:ListStreams',
  ];
  requirePermissions(parts, mapping, [
    ...needed.map((action) => [action, EventSourceArn] as const),
    ...(failure === undefined ? [] : [['sqs:SendMessage', queueOf(parts.stack, failure).arn] as const]),
  ]);
  return table.name;
}

function laneOf(key: string, lanes: number): number {
  let hash = 0;
  for (const letter of key) hash = (hash * 31 + letter.charCodeAt(0)) | 0;
  return Math.abs(hash) % lanes;
}

function asEventRecord(raw: StreamRecord, mapping: MappingPart, { stack, clock }: MappingParts) {
  const change = plain(raw['dynamodb']) as Record<string, unknown>;
  const at = clock.now();
  const record = {
    eventID: raw['eventID'],
    eventName: raw['eventName'],
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: stack.place.region,
    // DynamoDB Local writes real time; the functions run on the local cloud's clock.
    dynamodb: { ...change, ApproximateCreationDateTime: Math.floor(at / 1000) },
    eventSourceARN: mapping.EventSourceArn,
  };
  return { record, key: JSON.stringify(change['Keys']), at };
}

/** The SDK's record as Lambda's JSON: bytes in base64, moments in epoch seconds. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item)]));
}
