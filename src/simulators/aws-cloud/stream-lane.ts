import { complain } from './complain.ts';
import { randomUUID } from 'node:crypto';
import { failedItems, functionOf, type MappingPart, type MappingParts } from './mapping.ts';
import { queueOf } from './sqs-mapping.ts';

/** A record as read from the stream. */
export type StreamRecord = Record<string, unknown>;
/** A record in Lambda's form, and when it was read. */
export interface Item {
  readonly record: { readonly dynamodb: Record<string, unknown> };
  readonly at: number;
}

/** One strictly ordered sequence of batches into a function; a shard has ParallelizationFactor of them. */
export interface Lane {
  push(item: Item): void;
  /** Whether the lane is empty, or waits for the moment of the next try. */
  readonly atRest: boolean;
  stop(): void;
}

interface Batch {
  readonly items: readonly Item[];
  /** Invocations so far; a split does not count. */
  readonly tries: number;
}

// Lambda's exponential back-off, up to a minute; on the local cloud's clock.
const backOff = (tries: number): number => Math.min(60_000, 1000 * 2 ** (tries - 1));

/** Starts an empty lane. */
export function startLane(mapping: MappingPart, parts: MappingParts): Lane {
  const line: Line = { mapping, parts, waiting: [], again: [], state: 'free' };
  return {
    push: (item) => {
      line.waiting.push(item);
      // Deferred by one turn of the event loop, so that records read together form one batch.
      queueMicrotask(() => begin(line));
    },
    get atRest() {
      const { state, waiting, again } = line;
      return state === 'backing off' || (state === 'free' && waiting.length === 0 && again.length === 0);
    },
    stop: () => {
      line.state = 'stopped';
    },
  };
}

interface Line {
  readonly mapping: MappingPart;
  readonly parts: MappingParts;
  readonly waiting: Item[];
  /** Batches to be tried again, in order, before new records. */
  again: Batch[];
  state: 'free' | 'running' | 'backing off' | 'stopped';
}

function begin(line: Line): void {
  if (line.state !== 'free') return;
  line.parts.activity.track(run(line)).catch(complain);
}

async function run(line: Line): Promise<void> {
  const { mapping, parts } = line;
  line.state = 'running';
  for (let batch = nextBatch(line); batch; batch = nextBatch(line)) {
    const outcome = await attempt(batch, mapping, parts);
    line.again = [...outcome, ...line.again];
    const first = outcome[0];
    if (!first) continue;
    line.state = 'backing off';
    parts.agenda.add(parts.clock.now() + backOff(first.tries), () => {
      if (line.state !== 'backing off') return;
      line.state = 'free';
      begin(line);
    });
    return;
  }
  line.state = 'free';
}

function nextBatch(line: Line): Batch | undefined {
  const retried = line.again.shift();
  if (retried) return retried;
  const items = line.waiting.splice(0, line.mapping.BatchSize ?? 100);
  return items.length === 0 ? undefined : { items, tries: 0 };
}

/** Tries a batch once; answers the batches to try again, in order (none when it succeeded or was given up). */
async function attempt(batch: Batch, mapping: MappingPart, parts: MappingParts): Promise<Batch[]> {
  const { name } = functionOf(parts.stack, mapping.FunctionName);
  const maxAge = mapping.MaximumRecordAgeInSeconds;
  const oldest = batch.items[0]?.at ?? 0;
  if (maxAge >= 0 && parts.clock.now() - oldest > maxAge * 1000)
    return giveUp(batch, 'RecordAgeExceeded', mapping, parts);
  const result = await parts.functions.invoke(name, { Records: batch.items.map(({ record }) => record) });
  const sequence = batch.items.map(({ record }) => String(record.dynamodb['SequenceNumber']));
  const failed = failedItems(mapping, result, sequence);
  if (failed !== 'all' && failed.length === 0) return [];
  const from = failed === 'all' ? 0 : Math.min(...failed.map((id) => sequence.indexOf(id)));
  const rest = batch.items.slice(from);
  const tries = batch.tries + 1;
  if (mapping.BisectBatchOnFunctionError && rest.length > 1) {
    // After a reported item failure AWS retries from that record on; the records before it are done.
    const half =
      from > 0 ? [] : [rest.slice(0, Math.ceil(rest.length / 2)), rest.slice(Math.ceil(rest.length / 2))];
    return (half.length > 0 ? half : [rest]).map((items) => ({ items, tries: batch.tries }));
  }
  const left = { items: rest, tries };
  const spent = mapping.MaximumRetryAttempts >= 0 && tries > mapping.MaximumRetryAttempts;
  return spent ? giveUp(left, 'RetryAttemptsExhausted', mapping, parts) : [left];
}

/** Sends the OnFailure queue the stream positions of the records that were given up, without their contents. */
async function giveUp(
  batch: Batch,
  condition: string,
  mapping: MappingPart,
  parts: MappingParts,
): Promise<Batch[]> {
  const destination = mapping.DestinationConfig?.OnFailure?.Destination;
  const first = batch.items[0];
  const last = batch.items.at(-1);
  if (destination === undefined || !first || !last) return [];
  const body = {
    requestContext: {
      requestId: randomUUID(),
      functionArn: functionOf(parts.stack, mapping.FunctionName).arn,
      condition,
      approximateInvokeCount: batch.tries,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: new Date(parts.clock.now()).toISOString(),
    DDBStreamBatchInfo: {
      shardId: 'shardId-local',
      startSequenceNumber: first.record.dynamodb['SequenceNumber'],
      endSequenceNumber: last.record.dynamodb['SequenceNumber'],
      approximateArrivalOfFirstRecord: new Date(first.at).toISOString(),
      approximateArrivalOfLastRecord: new Date(last.at).toISOString(),
      batchSize: batch.items.length,
      streamArn: mapping.EventSourceArn,
    },
  };
  await parts.queues.call('SendMessage', queueOf(parts.stack, destination).name, {
    MessageBody: JSON.stringify(body),
  });
  return [];
}
