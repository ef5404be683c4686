import type { ChildProcess } from 'node:child_process';
import type { VirtualClock } from './clock.ts';
import { startChild } from './child.ts';
import { posterTo } from './post.ts';
import type { Part, Stack } from './stack.ts';

/** A message in a queue. */
export interface PeekedMessage {
  readonly messageId: string;
  readonly body: string;
  readonly receiveCount: number;
}

/** The contents of one queue. `dueAt` is on the local cloud's clock. */
export interface QueueReport {
  readonly name: string;
  readonly visible: readonly PeekedMessage[];
  readonly delayed: readonly (PeekedMessage & { readonly dueAt: number })[];
  /** Received by a consumer, not yet deleted and not yet visible again. */
  readonly held: readonly (PeekedMessage & { readonly dueAt: number; readonly receiptHandle: string })[];
}

/** The stack's queues, running in a process of their own. */
export interface Queues {
  /** One SQS operation (JSON protocol), unauthorized; `queue` is a queue's name. Throws when SQS answers an error. */
  call(operation: string, queue: string, body: Record<string, unknown>): Promise<Record<string, unknown>>;
  /** Answers with status, content type and body of the queue process. */
  forward(
    target: string,
    body: Buffer,
  ): Promise<{ status: number; headers: Readonly<Record<string, string>>; body: string }>;
  inspect(names: readonly string[]): Promise<QueueReport[]>;
  stop(): void;
}

/** Starts the queue process, with no queues yet. */
export async function startQueues(
  region: string,
  clock: VirtualClock,
): Promise<Queues & { create(stack: Stack): Promise<void> }> {
  const child = startChild({
    module: new URL('./queue-process.ts', import.meta.url).href,
    args: [region],
    env: {},
    clock,
  });
  const url = `http://127.0.0.1:${await portOf(child)}/`;
  const forward = forwardTo(url);
  const call: Queues['call'] = async (operation, queue, body) => {
    const request = JSON.stringify({
      ...(queue === '' ? {} : { QueueUrl: `http://127.0.0.1/0/${queue}` }),
      ...body,
    });
    const answer = await forward(`AmazonSQS.${operation}`, Buffer.from(request));
    if (answer.status !== 200) throw new Error(`SQS ${operation} on ${queue}: ${answer.body}`);
    return JSON.parse(answer.body === '' ? '{}' : answer.body) as Record<string, unknown>;
  };
  return {
    call,
    forward,
    inspect: inspector(child),
    create: async (stack) => {
      for (const queue of stack.of('AWS::SQS::Queue'))
        await call('CreateQueue', '', { QueueName: queue.name, Attributes: attributesOf(queue, region) });
    },
    stop: () => void child.kill('SIGKILL'),
  };
}

function portOf(child: ChildProcess): Promise<number> {
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('message', (message: { port?: number }) => {
      if (message.port !== undefined) resolve(message.port);
    });
    child.once('exit', () => reject(new Error(`the queue process ended: ${errors}`)));
  });
}

function forwardTo(url: string): Queues['forward'] {
  const post = posterTo(url);
  return async (target, body) => {
    const answer = await post({ 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target }, body);
    return { ...answer, body: answer.body.toString() };
  };
}

function inspector(child: ChildProcess): Queues['inspect'] {
  const pending = new Map<number, (queues: QueueReport[]) => void>();
  let asked = 0;
  child.on('message', ({ id, queues }: { id?: number; queues?: QueueReport[] }) => {
    if (id === undefined || !queues) return;
    pending.get(id)?.(queues);
    pending.delete(id);
  });
  return (wanted) =>
    new Promise((resolve, reject) => {
      if (!child.connected) {
        reject(new Error('the queue process has ended'));
        return;
      }
      const id = (asked += 1);
      pending.set(id, resolve);
      child.send({ inspect: wanted, id });
    });
}

function attributesOf(queue: Part<'AWS::SQS::Queue'>, region: string): Record<string, string> {
  const direct = [
    'VisibilityTimeout',
    'DelaySeconds',
    'MessageRetentionPeriod',
    'ReceiveMessageWaitTimeSeconds',
    'MaximumMessageSize',
  ] as const;
  const attributes = Object.fromEntries(
    direct.filter((name) => queue[name] !== undefined).map((name) => [name, String(queue[name])]),
  );
  const redrive = queue.RedrivePolicy;
  if (!redrive) return attributes;
  // The queue process supports a single account, 000000000000.
  const deadLetterTargetArn = `arn:aws:sqs:${region}:000000000000:${redrive.deadLetterTargetArn.split(':').at(-1) ?? ''}`;
  return {
    ...attributes,
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: redrive.maxReceiveCount }),
  };
}
