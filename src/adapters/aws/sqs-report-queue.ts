import type { SQSClient } from '@aws-sdk/client-sqs';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { ReportQueue } from '#ports/follow-ups.ts';

/** Seconds by which SQS can delay a message; the receiver requeues a message that is due later. */
const longestDelay = 900;

/** A reporter's queue, and its dead-letter queue for reports that are given up. */
export function sqsReportQueue(parts: {
  sqs: SQSClient;
  queueUrl: string;
  deadLettersUrl: string;
}): ReportQueue {
  return {
    async sendLater(report, seconds) {
      const DelaySeconds = Math.min(Math.max(Math.ceil(seconds), 0), longestDelay);
      const message = { QueueUrl: parts.queueUrl, MessageBody: JSON.stringify(report), DelaySeconds };
      await parts.sqs.send(new SendMessageCommand(message));
    },
    async giveUp(report, why) {
      const MessageBody = JSON.stringify({ ...report, why });
      await parts.sqs.send(new SendMessageCommand({ QueueUrl: parts.deadLettersUrl, MessageBody }));
    },
  };
}
