import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { Database } from './dynamodb-local.ts';
import { passesFilters, requirePermissions, type MappingPart, type MappingParts } from './mapping.ts';
import { queueOf } from './sqs-mapping.ts';
import { startLane, type Lane, type StreamRecord } from './stream-lane.ts';
import { openStream } from './stream-reader.ts';

/** A table-stream-to-function mapping at work. */
export interface StreamMapping {
  readonly table: string;
  /** Something was written, perhaps here: it is read at once, or `eagerly` false: at the next of four polls a second. */
  wrote(body: Buffer, how: { readonly eagerly: boolean }): void;
  /** Whether, read just now, the stream gives no new record and no batch is at work (a batch that waits for its next try is at rest). */
  drained(): Promise<boolean>;
  stop(): void;
}

const pollInterval = 250;

/** Starts polling a table's stream; throws what AWS would say when the role lacks a permission. */
export function startStreamMapping(
  mapping: MappingPart,
  parts: MappingParts,
  database: Database,
): StreamMapping {
  const table = checkedTable(mapping, parts);
  const client = streamsClient(database, parts.stack.place.region);
  const stream = openStream(client, table);
  const lanes: Lane[] = Array.from({ length: mapping.ParallelizationFactor }, () =>
    startLane(mapping, parts),
  );
  const loop = createLoop(async () => {
    const records = (await stream.read()).map((record) => asEventRecord(record, mapping, parts));
    for (const { record, key, at } of records)
      if (passesFilters(mapping, record)) lanes[laneOf(key, lanes.length)]?.push({ record, at });
    return records.length;
  });
  if (mapping.Enabled) loop.start();
  return {
    table,
    wrote: (body, { eagerly }) => {
      if (!body.includes(`"${table}"`)) return;
      loop.wrote();
      if (eagerly) loop.poke();
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

/** So many reads in a row must give nothing after a write before the stream counts as read to its end. */
const enough = 2;

/** Runs `read` one at a time: every 250 ms, and at once when poked; not at all while nothing can have come. */
function createLoop(read: () => Promise<number>) {
  let timer: NodeJS.Timeout | undefined;
  let last: Promise<number> = Promise.resolve(0);
  let stopped = false;
  let empty = 0;
  const readOnce = async (): Promise<number> => {
    if (stopped || empty >= enough) return 0;
    // Counted before the read: what is written meanwhile starts the count anew.
    empty += 1;
    const count = await read();
    if (count > 0) empty = 0;
    return count;
  };
  const now = (): Promise<number> => {
    last = last.then(readOnce).catch((error: unknown) => {
      if (!stopped) console.error('local cloud: reading a stream failed:', error);
      empty = 0;
      return 0;
    });
    return last;
  };
  const tick = async (): Promise<void> => {
    await now();
    if (!stopped) timer = setTimeout(() => void tick(), pollInterval);
  };
  let poked: NodeJS.Timeout | undefined;
  return {
    now,
    wrote: () => {
      empty = 0;
    },
    start: () => void tick(),
    // Writes of one moment arrive as one batch, as they mostly do in AWS.
    poke: () => {
      poked ??= setTimeout(() => {
        poked = undefined;
        void now();
      }, 15);
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      clearTimeout(poked);
    },
  };
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
    // DynamoDB Local stamps real time; readers of the record live on the local cloud's clock.
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
