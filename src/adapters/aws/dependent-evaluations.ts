import type { SQSClient } from '@aws-sdk/client-sqs';
import type { DependentEvaluations } from '#ports/log-destinations.ts';
import { sendFanOut } from './fan-out.ts';
import { sendAll } from './send-all.ts';

/** Requests sent to the events queue; the others go to the fan-out queue, so that they do not delay events. */
const atOnce = 10;

/** Sends evaluation requests through SQS. */
export function dependentEvaluations(parts: {
  readonly sqs: SQSClient;
  readonly eventsQueueUrl: string;
  readonly fanOutQueueUrl: string;
}): DependentEvaluations {
  return {
    askWave: (requests, seconds) => sendFanOut(parts.sqs, parts.fanOutQueueUrl, requests, seconds),
    async askEvaluations(requests) {
      await sendAll(parts.sqs, parts.eventsQueueUrl, requests.slice(0, atOnce));
      const others = requests.slice(atOnce).map((request) => ({ ...request, unhurried: true }));
      await sendFanOut(parts.sqs, parts.fanOutQueueUrl, others);
    },
  };
}
