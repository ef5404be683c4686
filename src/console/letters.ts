import type { Message, SQSClient } from '@aws-sdk/client-sqs';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { plain } from '#domain/announcements/wording.ts';

/** One message of a dead-letter queue, held for a short while. */
export interface Letter {
  /** The queue's name without its stage. */
  readonly queue: string;
  readonly id: string;
  readonly body: string;
  /** Where it can be sent back to; undefined where no queue reads such messages. */
  readonly backTo: string | undefined;
  readonly url: string;
  readonly receipt: string;
  /** ISO 8601; when it was first sent. */
  readonly sentAt: string;
  readonly errorCode: string | undefined;
}

/** The variable of the evaluator with the queue that a dead-letter queue belongs to, by how the queue's name goes. */
const sources: readonly (readonly [RegExp, string])[] = [
  [/EventsDeadLetters/i, 'EVENTS_QUEUE_URL'],
  [/InspectDeadLetters/i, 'INSPECT_QUEUE_URL'],
  [/SweepDeadLetters/i, 'SWEEP_QUEUE_URL'],
  [/PartsDeadLetters/i, 'PARTS_QUEUE_URL'],
  [/SlackDeadLetters/i, 'SLACK_QUEUE_URL'],
  [/JiraDeadLetters/i, 'JIRA_QUEUE_URL'],
];

/** How long the messages that are shown stay hidden from others, in seconds: while the person decides nothing. */
const heldSeconds = 20;
/** How many messages of one queue are read at most. */
const mostRead = 100;

function letterOf(
  url: string,
  variables: Readonly<Record<string, string | undefined>>,
  message: Message,
): Letter {
  const name = url.split('/').at(-1) ?? url;
  const source = sources.find(([pattern]) => pattern.test(name))?.[1];
  const sent = Number(message.Attributes?.SentTimestamp ?? 0);
  return {
    queue: /(\w+DeadLetters)/i.exec(name)?.[1] ?? name,
    id: message.MessageId ?? '',
    body: message.Body ?? '',
    backTo: source === undefined ? undefined : variables[source],
    url,
    receipt: message.ReceiptHandle ?? '',
    sentAt: new Date(sent).toISOString(),
    errorCode: message.MessageAttributes?.['ERROR_CODE']?.StringValue,
  };
}

/** The messages of all dead-letter queues, up to a hundred of each. */
export async function lettersIn(
  sqs: SQSClient,
  urls: readonly string[],
  variables: Readonly<Record<string, string | undefined>>,
): Promise<readonly Letter[]> {
  const read = async (QueueUrl: string): Promise<readonly Letter[]> => {
    const found = new Map<string, Letter>();
    while (found.size < mostRead) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          VisibilityTimeout: heldSeconds,
          MessageSystemAttributeNames: ['SentTimestamp'],
          MessageAttributeNames: ['All'],
        }),
      );
      if (Messages.length === 0) break;
      for (const message of Messages)
        found.set(message.MessageId ?? '', letterOf(QueueUrl, variables, message));
    }
    return [...found.values()];
  };
  return (await Promise.all(urls.map(read))).flat();
}

/** Lets everybody else see the messages again at once. */
export async function release(sqs: SQSClient, letters: readonly Letter[]): Promise<void> {
  await Promise.allSettled(
    letters.map(({ url, receipt }) =>
      sqs.send(
        new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle: receipt, VisibilityTimeout: 0 }),
      ),
    ),
  );
}

/** Sends a message back to its queue, then takes it out: killed in between it is there twice, which receivers stand. */
export async function sendBack(sqs: SQSClient, letter: Letter & { readonly backTo: string }): Promise<void> {
  await sqs.send(new SendMessageCommand({ QueueUrl: letter.backTo, MessageBody: letter.body }));
  await takeOut(sqs, letter);
}

/** Takes a message out for good. */
export async function takeOut(sqs: SQSClient, { url, receipt }: Letter): Promise<void> {
  await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: receipt }));
}

const kinds: Readonly<Record<string, string>> = {
  eventsdeadletters: 'an event or a look that could not be evaluated',
  inspectdeadletters: 'a bucket, key or event data store that could not be read',
  sweepdeadletters: 'an account that the sweep could not evaluate',
  partsdeadletters: 'an account whose parts of Trailwarden could not be looked at',
  slackdeadletters: 'something that Slack was not told',
  jiradeadletters: 'something that Jira was not told',
  heartbeatsdeadletters: 'something that came as a heartbeat and is none',
  scheduleddeadletters: 'a scheduled run that failed three times',
};

function inBody(body: string, names: readonly string[]): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    const [found] = names.flatMap((name) => {
      const value = (parsed as Readonly<Record<string, unknown>>)[name];
      return typeof value === 'string' ? [value] : [];
    });
    return found;
  } catch {
    return undefined; // A letter that is no JSON is shown by its queue alone.
  }
}

/** A message in words: what it is, about whom, why it lies there. */
export function letterLine(letter: Letter): string {
  const { queue, id, body, sentAt, errorCode } = letter;
  const about = inBody(body, ['incident', 'account', 'lake', 'id']);
  const why = inBody(body, ['why', 'errorMessage']) ?? errorCode;
  const what = kinds[queue.toLowerCase()] ?? 'a message';
  const of = about === undefined ? '' : ` (${plain(about, 80)})`;
  const because = why === undefined ? '' : `: ${plain(why, 200)}`;
  return `${id}  ${sentAt.slice(0, 16).replace('T', ' ')}  ${queue}  ${what}${of}${because}`;
}
