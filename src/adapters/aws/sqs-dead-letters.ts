import type { SQSClient } from '@aws-sdk/client-sqs';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { DeadLetterQueues } from '#ports/dead-letter-queues.ts';

/** Counts the messages in the dead-letter queues at `urls`. */
export function sqsDeadLetters(parts: { sqs: SQSClient; urls: readonly string[] }): DeadLetterQueues {
  return {
    async listFilledQueues() {
      const queues = await Promise.all(
        parts.urls.map(async (QueueUrl) => {
          const { Attributes = {} } = await parts.sqs.send(
            new GetQueueAttributesCommand({
              QueueUrl,
              AttributeNames: ['ApproximateNumberOfMessages', 'QueueArn'],
            }),
          );
          const arn = Attributes.QueueArn ?? '';
          return {
            queue: arn.split(':').at(-1) ?? QueueUrl,
            messages: Number(Attributes.ApproximateNumberOfMessages ?? 0),
            replay: `aws sqs start-message-move-task --source-arn ${arn}`,
          };
        }),
      );
      return queues.filter(({ messages }) => messages > 0);
    },
  };
}
