import type { SQSClient } from '@aws-sdk/client-sqs';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';

/** SQS and EventBridge take ten entries a call. */
const perCall = 10;

/** `values` in the chunks that one call takes. */
export function chunks<Value>(values: readonly Value[]): Value[][] {
  return Array.from({ length: Math.ceil(values.length / perCall) }, (_, index) =>
    values.slice(index * perCall, (index + 1) * perCall),
  );
}

/** Sends `bodies` as JSON, a message each, in `DelaySeconds`; throws when one of them was not taken. */
export async function sendAll(
  sqs: SQSClient,
  QueueUrl: string,
  bodies: readonly unknown[],
  DelaySeconds = 0,
): Promise<void> {
  await Promise.all(
    chunks(bodies).map(async (chunk) => {
      const Entries = chunk.map((body, index) => ({
        Id: String(index),
        MessageBody: JSON.stringify(body),
        DelaySeconds,
      }));
      const { Failed } = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      if (Failed?.length) throw new Error(`${Failed.length} requests were not taken: ${Failed[0]?.Code}`);
    }),
  );
}
