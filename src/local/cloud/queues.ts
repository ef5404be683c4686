import type { VirtualClock } from './clock.ts';
import { startChild } from './child.ts';
import type { Part, Stack } from './stack.ts';

/** A message as it lies in a queue. */
export interface PeekedMessage {
  readonly messageId: string;
  readonly body: string;
  readonly receiveCount: number;
}

/** Everything that lies in one queue. `dueAt` is on the local cloud's clock. */
export interface QueueReport {
  readonly name: string;
  readonly visible: readonly PeekedMessage[];
  readonly delayed: readonly (PeekedMessage & { readonly dueAt: number })[];
  /** Received by somebody, not yet deleted, not yet visible again. */
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
  ): Promise<{ status: number; headers: Record<string, string>; body: string }>;
  inspect(names: readonly string[]): Promise<QueueReport[]>;
  readonly names: readonly string[];
  stop(): void;
}

/** Starts the queue process. */
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
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const port = await new Promise<number>((resolve, reject) => {
    child.on('message', (message: { port?: number }) => message.port !== undefined && resolve(message.port));
    child.once('exit', () => reject(new Error(`the queue process ended: ${errors}`)));
  });
  const pending = new Map<number, (queues: QueueReport[]) => void>();
  child.on('message', (message: { id?: number; queues?: QueueReport[] }) => {
    if (message.id !== undefined && message.queues) pending.get(message.id)?.(message.queues);
  });
  const names: string[] = [];
  let asked = 0;

  const forward: Queues['forward'] = async (target, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target },
      body: new Uint8Array(body),
    });
    const headers = Object.fromEntries(
      [...answer.headers].filter(([name]) => name.startsWith('x-amz') || name === 'content-type'),
    );
    return { status: answer.status, headers, body: await answer.text() };
  };
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
    names,
    call,
    forward,
    create: async (stack) => {
      for (const queue of stack.of('AWS::SQS::Queue')) {
        await call('CreateQueue', '', { QueueName: queue.name, Attributes: attributesOf(queue, region) });
        names.push(queue.name);
      }
    },
    inspect: (wanted) =>
      new Promise((resolve, reject) => {
        const id = (asked += 1);
        pending.set(id, (queues) => {
          pending.delete(id);
          resolve(queues);
        });
        if (child.connected) child.send({ inspect: wanted, id });
        else reject(new Error(`the queue process has ended: ${errors}`));
      }),
    stop: () => void child.kill('SIGKILL'),
  };
}

function attributesOf(queue: Part<'AWS::SQS::Queue'>, region: string): Record<string, string> {
  const direct = [
    'VisibilityTimeout',
    'DelaySeconds',
    'MessageRetentionPeriod',
    'ReceiveMessageWaitTimeSeconds',
    'MaximumMessageSize',
    'FifoQueue',
    'ContentBasedDeduplication',
  ] as const;
  const attributes = Object.fromEntries(
    direct.filter((name) => queue[name] !== undefined).map((name) => [name, String(queue[name])]),
  );
  const redrive = queue.RedrivePolicy;
  if (!redrive) return attributes;
  // The queue process knows one account only, 000000000000.
  const deadLetterTargetArn = `arn:aws:sqs:${region}:000000000000:${redrive.deadLetterTargetArn.split(':').at(-1) ?? ''}`;
  return {
    ...attributes,
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: redrive.maxReceiveCount }),
  };
}
