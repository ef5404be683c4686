import type { SQSClient } from '@aws-sdk/client-sqs';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { FollowUps } from '#ports/follow-ups.ts';
import { sendFanOut } from './fan-out.ts';
import { groupOf, sendAll } from './send-all.ts';

/** The client and the queues that follow-ups are sent to. */
export interface FollowUpParts {
  readonly sqs: SQSClient;
  readonly eventsQueueUrl: string;
  readonly sweepQueueUrl: string;
  readonly fanOutQueueUrl: string;
  readonly partsQueueUrl: string;
}

/** Asks for evaluations through SQS: at once on the events queue, or on the members' queue. */
export function awsLooks(
  parts: Pick<FollowUpParts, 'sqs' | 'eventsQueueUrl' | 'fanOutQueueUrl'>,
): Pick<FollowUps, 'lookAgain' | 'fanOut'> {
  return {
    async lookAgain(request, seconds) {
      const message = {
        QueueUrl: request.unhurried === true ? parts.fanOutQueueUrl : parts.eventsQueueUrl,
        MessageBody: JSON.stringify(request),
        DelaySeconds: seconds,
        ...groupOf(request),
      };
      await parts.sqs.send(new SendMessageCommand(message));
    },
    fanOut: (requests, seconds) => sendFanOut(parts.sqs, parts.fanOutQueueUrl, requests, seconds),
  };
}

/** Sends follow-ups through SQS. */
export function awsFollowUps(parts: FollowUpParts): FollowUps {
  return {
    ...awsLooks(parts),
    evaluateAll: (requests, seconds) => sendAll(parts.sqs, parts.sweepQueueUrl, requests, seconds),
    lookAtParts: (requests, seconds) => sendAll(parts.sqs, parts.partsQueueUrl, requests, seconds),
  };
}
