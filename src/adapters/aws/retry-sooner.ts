import type { SQSClient } from '@aws-sdk/client-sqs';
import { ChangeMessageVisibilityBatchCommand } from '@aws-sdk/client-sqs';
import { chunks } from './send-all.ts';

/** A message that failed, as Lambda received it. */
interface FailedMessage {
  readonly receiptHandle: string;
  readonly eventSourceARN: string;
  readonly attributes: { readonly ApproximateReceiveCount: string };
}

/**
 * When a failed message comes back, in seconds, after its first, second and third receive; later ones wait for the
 * queue's own visibility time-out, so that a longer outage does not use up the receives in a minute.
 */
const comesBackAfterSeconds = [5, 20, 90] as const;

/**
 * Shortens the time after which failed messages come back to the queues at `queueUrls`. SQS would give them back after
 * six times the function's time-out, although most failures (throttling, a lost connection) are over in seconds.
 */
export function retrySooner(parts: {
  readonly sqs: SQSClient;
  readonly queueUrls: readonly string[];
}): (failed: readonly FailedMessage[]) => Promise<void> {
  return async (failed) => {
    for (const [arn, own] of Map.groupBy(failed, ({ eventSourceARN }) => eventSourceARN)) {
      const name = arn.split(':').at(-1) ?? '';
      const QueueUrl = parts.queueUrls.find((url) => url.endsWith(`/${name}`));
      const Entries = own.flatMap(({ receiptHandle: ReceiptHandle, attributes }, index) => {
        const VisibilityTimeout = comesBackAfterSeconds[Number(attributes.ApproximateReceiveCount) - 1];
        return VisibilityTimeout === undefined
          ? []
          : [{ Id: String(index), ReceiptHandle, VisibilityTimeout }];
      });
      if (QueueUrl === undefined) continue;
      for (const chunk of chunks(Entries))
        await parts.sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries: chunk }));
    }
  };
}
