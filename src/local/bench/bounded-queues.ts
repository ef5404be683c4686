import { SQSClient } from '@aws-sdk/client-sqs';
import { awsFollowUps } from '#adapters/aws/aws-follow-ups.ts';
import type { FollowUps } from '#ports/follow-ups.ts';
import type { Tally } from './tally.ts';

/** The queues of evaluations, by the names that the functions send to. */
export type QueueName = 'events' | 'members' | 'sweep' | 'parts';

/** A message with the time from which it may be received. */
interface Waiting {
  readonly body: string;
  readonly due: number;
}

/** Queues in memory behind the real adapter, so that messages are packed as they are for SQS. */
export interface BoundedQueues {
  readonly followUps: FollowUps;
  send(queue: QueueName, body: unknown): void;
  /** Takes up to `most` messages that are due. */
  receive(queue: QueueName, most: number, now: number): readonly string[];
  /** Messages that wait, due or not. */
  waiting(queue: QueueName): number;
  /** When the next message that is served is due; Infinity when there is none. */
  nextDue(): number;
}

/** The queues whose messages are served; looks at the detector's parts belong to another function. */
const served: readonly QueueName[] = ['events', 'members', 'sweep'];

interface Sent {
  readonly QueueUrl?: string;
  readonly MessageBody?: string;
  readonly DelaySeconds?: number;
  readonly Entries?: readonly { readonly MessageBody?: string; readonly DelaySeconds?: number }[];
}

/** SQS's client without a network: what is sent is handed to `take`. */
function clientTo(take: (sent: Sent) => void) {
  const nowhere = { region: 'eu-west-1', credentials: { accessKeyId: 'x', secretAccessKey: 'x' } };
  const sqs = new SQSClient(nowhere);
  sqs.send = async ({ input }: { readonly input: Sent }) => {
    take(input);
    return { $metadata: {} };
  };
  return sqs;
}

/** Empty queues; `now` is the time of the bench. */
export function boundedQueues(tally: Tally, now: () => number): BoundedQueues {
  const queues = new Map<string, Waiting[]>();
  const of = (name: string): Waiting[] => {
    const known = queues.get(name) ?? [];
    queues.set(name, known);
    return known;
  };
  const put = (name: string, body: string, seconds = 0): void =>
    void of(name).push({ body, due: now() + seconds * 1000 });
  const sqs = clientTo(({ QueueUrl = '', MessageBody, DelaySeconds, Entries }) => {
    const entries = Entries ?? [{ MessageBody, DelaySeconds }];
    tally.add('sends');
    tally.add('messages', entries.length);
    for (const entry of entries) put(QueueUrl, entry.MessageBody ?? '', entry.DelaySeconds);
  });
  return {
    followUps: awsFollowUps({
      sqs,
      eventsQueueUrl: 'events',
      fanOutQueueUrl: 'members',
      sweepQueueUrl: 'sweep',
      partsQueueUrl: 'parts',
    }),
    send: (queue, body) => put(queue, JSON.stringify(body)),
    receive(queue, most, at) {
      const all = of(queue);
      const due = all.filter((one) => one.due <= at).slice(0, most);
      queues.set(
        queue,
        all.filter((one) => !due.includes(one)),
      );
      return due.map(({ body }) => body);
    },
    waiting: (queue) => of(queue).length,
    nextDue: () => Math.min(Infinity, ...served.flatMap((queue) => of(queue).map(({ due }) => due))),
  };
}
