import type { SQSClient } from '@aws-sdk/client-sqs';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';

/** Entries that SQS and EventBridge accept in one call. */
const perCall = 10;

/** `values` in chunks of the ten entries that one call accepts. */
export function chunks<Value>(values: readonly Value[]): Value[][] {
  return Array.from({ length: Math.ceil(values.length / perCall) }, (_, index) =>
    values.slice(index * perCall, (index + 1) * perCall),
  );
}

/** A message body; those of one account, or about one bucket or key, are one tenant of a fair queue. */
type Body = object & {
  readonly account?: string | undefined;
  readonly destination?: { readonly id: string };
};

/** Letters, digits and punctuation (SQS API Reference, SendMessage); SQS refuses a message with any other group. */
const isGroup = /^[!-~]{1,128}$/;

/**
 * The message group of a body: its account, or the bucket or key that it is about. In a standard queue it orders
 * nothing, and has SQS deliver the messages of other groups first while one group takes most of the consumers (SQS
 * Developer Guide, fair queues).
 */
export function groupOf({ account, destination }: Body): { readonly MessageGroupId?: string } {
  const group = account ?? destination?.id;
  return group !== undefined && isGroup.test(group) ? { MessageGroupId: group } : {};
}

/** Sends each of `bodies` as a JSON message, delayed by `DelaySeconds`; throws when SQS rejects one of them. */
export async function sendAll(
  sqs: SQSClient,
  QueueUrl: string,
  bodies: readonly Body[],
  DelaySeconds = 0,
): Promise<void> {
  await Promise.all(
    chunks(bodies).map(async (chunk) => {
      const Entries = chunk.map((body, index) => ({
        Id: String(index),
        MessageBody: JSON.stringify(body),
        DelaySeconds,
        ...groupOf(body),
      }));
      const { Failed } = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      if (Failed?.length) throw new Error(`${Failed.length} requests were not taken: ${Failed[0]?.Code}`);
    }),
  );
}
