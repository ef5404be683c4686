import { randomUUID } from 'node:crypto';
import { failedItems, functionOf, type MappingPart, type MappingParts } from './mapping.ts';
import { queueOf } from './sqs-mapping.ts';

/** A record as the stream gives it. */
export type StreamRecord = Record<string, unknown>;
/** A record in Lambda's form, and when it was read. */
export interface Item {
  readonly record: { readonly dynamodb: Record<string, unknown> };
  readonly at: number;
}

/** One strictly ordered line of batches into a function: a shard has ParallelizationFactor of them. */
export interface Lane {
  push(item: Item): void;
  /** Nothing to do now: empty, or waiting for the moment of the next try. */
  readonly atRest: boolean;
  stop(): void;
}

interface Batch {
  readonly items: readonly Item[];
  /** Invocations so far; a split does not count. */
  readonly tries: number;
}

// Lambda backs off exponentially up to a minute; on the local cloud's clock.
const backOff = (tries: number): number => Math.min(60_000, 1000 * 2 ** (tries - 1));

/** Starts an empty lane. */
export function startLane(mapping: MappingPart, parts: MappingParts): Lane {
  const waiting: Item[] = [];
  // Batches to be tried again, in order, before anything new.
  let again: Batch[] = [];
  let state: 'free' | 'running' | 'backing off' | 'stopped' = 'free';

  const nextBatch = (): Batch | undefined => {
    const retried = again.shift();
    if (retried) return retried;
    const items = waiting.splice(0, mapping.BatchSize ?? 100);
    return items.length === 0 ? undefined : { items, tries: 0 };
  };

  const run = async (): Promise<void> => {
    if (state !== 'free') return;
    state = 'running';
    for (let batch = nextBatch(); batch; batch = nextBatch()) {
      const outcome = await attempt(batch, mapping, parts);
      again = [...outcome, ...again];
      const first = outcome[0];
      if (!first) continue;
      state = 'backing off';
      parts.agenda.add(parts.clock.now() + backOff(first.tries), () => {
        if (state === 'backing off') state = 'free';
        begin();
      });
      return;
    }
    state = 'free';
  };
  const begin = (): void => {
    if (state === 'free')
      parts.activity.track(run()).catch((error: unknown) => console.error('local cloud:', error));
  };

  return {
    push: (item) => {
      waiting.push(item);
      // One turn later, so that what was read together goes out together.
      queueMicrotask(begin);
    },
    get atRest() {
      return state === 'backing off' || (state === 'free' && waiting.length === 0 && again.length === 0);
    },
    stop: () => (state = 'stopped'),
  };
}

/** Tries a batch once; the answer is what must be tried again, in order (nothing when it is done or given up). */
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
    // With a reported failure AWS splits at that record, and what came before it is done.
    const half =
      from > 0 ? [] : [rest.slice(0, Math.ceil(rest.length / 2)), rest.slice(Math.ceil(rest.length / 2))];
    return (half.length > 0 ? half : [rest]).map((items) => ({ items, tries: batch.tries }));
  }
  const left = { items: rest, tries };
  const spent = mapping.MaximumRetryAttempts >= 0 && tries > mapping.MaximumRetryAttempts;
  return spent ? giveUp(left, 'RetryAttemptsExhausted', mapping, parts) : [left];
}

/** Tells the OnFailure queue which records were passed over: where they are in the stream, not what they hold. */
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
