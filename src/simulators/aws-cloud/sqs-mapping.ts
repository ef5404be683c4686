import { complain } from './complain.ts';
import pLimit from 'p-limit';
import {
  failedItems,
  functionOf,
  passesFilters,
  requirePermissions,
  type MappingPart,
  type MappingParts,
} from './mapping.ts';
import type { QueueReport } from './queues.ts';
import type { Stack } from './stack.ts';

/** A running queue-to-function mapping. */
export interface SqsMapping {
  readonly queue: string;
  /** Whether the reported queue is idle: no visible message, and none received that is still being processed. */
  isAtRest(report: QueueReport): boolean;
  stop(): void;
}

interface Message {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly MD5OfBody: string;
  readonly Attributes?: Record<string, string>;
  readonly MessageAttributes?: Record<string, Record<string, unknown>>;
}

// The batching window only collects messages; AWS guarantees no minimum duration, so on loopback it closes early.
const longestWindow = 100;
// As in Lambda, each queue has its own share of a function's concurrency, so that load in one does not delay another.
// Here it is a fifth of the template's maximum: few enough for two cores, and at least two, so that races can occur.
const share = (allowed = 20): number => Math.min(allowed, Math.max(2, Math.ceil(Math.min(allowed, 20) / 5)));

/** Starts polling; throws AWS's error when the role lacks a permission or the visibility time-out is too short. */
export function startSqsMapping(mapping: MappingPart, parts: MappingParts): SqsMapping {
  const queue = queueOf(parts.stack, mapping.EventSourceArn);
  const { Timeout } = functionOf(parts.stack, mapping.FunctionName);
  if (queue.VisibilityTimeout < Timeout)
    throw new Error(
      `Resources.${mapping.logicalId}: Queue visibility timeout: ${queue.VisibilityTimeout} seconds is less than Function timeout: ${Timeout} seconds`,
    );
  const needed = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
  requirePermissions(
    parts,
    mapping,
    needed.map((action) => [action, queue.arn] as const),
  );
  const polling: Polling = { mapping, parts, queue: queue.name, left: new Set(), stopped: false };
  if (mapping.Enabled) void poll(polling);
  return {
    queue: queue.name,
    isAtRest: ({ visible, held }) =>
      !mapping.Enabled ||
      (visible.length === 0 && held.every(({ receiptHandle }) => polling.left.has(receiptHandle))),
    stop: () => {
      polling.stopped = true;
    },
  };
}

interface Polling {
  readonly mapping: MappingPart;
  readonly parts: MappingParts;
  readonly queue: string;
  /** Receipt handles of failed messages; they stay invisible until their visibility time-out. */
  readonly left: Set<string>;
  stopped: boolean;
}

async function poll(polling: Polling): Promise<void> {
  const slots = pLimit(share(polling.mapping.ScalingConfig?.MaximumConcurrency));
  const complainUnlessStopped = (error: unknown): void => {
    if (!polling.stopped) complain(error);
  };
  while (!polling.stopped) {
    // Messages are received only when a slot is free; otherwise their visibility time-out would run while they wait.
    await slots(() => undefined);
    const messages = await gather(polling).catch(complainUnlessStopped);
    if (!messages || messages.length === 0) continue;
    void polling.parts.activity.track(slots(() => handle(polling, messages))).catch(complainUnlessStopped);
  }
}

async function handle({ mapping, parts, queue, left }: Polling, messages: readonly Message[]): Promise<void> {
  const wanted = messages.filter((message) =>
    passesFilters(mapping, { ...asRecord(message, mapping), body: json(message.Body) }),
  );
  const done = messages.filter((message) => !wanted.includes(message));
  if (wanted.length > 0) {
    const event = { Records: wanted.map((message) => asRecord(message, mapping)) };
    const result = await parts.functions.invoke(mapping.FunctionName, event);
    const ids = wanted.map(({ MessageId }) => MessageId);
    const failed = failedItems(mapping, result, ids);
    for (const message of wanted) {
      if (failed === 'all' || failed.includes(message.MessageId)) left.add(message.ReceiptHandle);
      else done.push(message);
    }
  }
  for (const some of tens(done)) {
    const Entries = some.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await parts.queues.call('DeleteMessageBatch', queue, { Entries });
  }
}

async function gather({ parts, mapping, queue }: Polling): Promise<Message[]> {
  const size = mapping.BatchSize ?? 10;
  const messages: Message[] = [];
  let until = Infinity;
  do {
    const window = until === Infinity ? 20 : 0;
    const answer = await parts.queues.call('ReceiveMessage', queue, {
      MaxNumberOfMessages: Math.min(10, size - messages.length),
      WaitTimeSeconds: window,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    });
    const received = (answer['Messages'] as Message[] | undefined) ?? [];
    messages.push(...received);
    if (messages.length === 0) return [];
    until = Math.min(
      until,
      performance.now() + Math.min(mapping.MaximumBatchingWindowInSeconds * 1000, longestWindow),
    );
    if (received.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  } while (messages.length < size && performance.now() < until);
  return messages;
}

function asRecord(message: Message, mapping: MappingPart): Record<string, unknown> {
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes ?? {},
    messageAttributes: Object.fromEntries(
      Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [name, lowerFirst(value)]),
    ),
    md5OfBody: message.MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: mapping.EventSourceArn,
    awsRegion: mapping.EventSourceArn.split(':')[3],
  };
}

function lowerFirst(fields: Record<string, unknown>): Record<string, unknown> {
  const renamed = Object.entries(fields).map(([name, value]) => [
    name.charAt(0).toLowerCase() + name.slice(1),
    value,
  ]);
  return {
    stringListValues: [],
    binaryListValues: [],
    ...(Object.fromEntries(renamed) as Record<string, unknown>),
  };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function tens<Item>(items: readonly Item[]): Item[][] {
  return Array.from({ length: Math.ceil(items.length / 10) }, (_, index) =>
    items.slice(index * 10, index * 10 + 10),
  );
}

/** The queue with this ARN; throws when the template has none. */
export function queueOf(stack: Stack, arn: string) {
  const queue = stack.of('AWS::SQS::Queue').find((candidate) => candidate.arn === arn);
  if (!queue) throw new Error(`the template has no queue ${arn}`);
  return queue;
}
