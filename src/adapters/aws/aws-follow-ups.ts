import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { FollowUps, IncidentChange } from '#ports/follow-ups.ts';
import { sendFanOut } from './fan-out.ts';
import { chunks, groupOf, sendAll } from './send-all.ts';

/** Clients, queues and the bus that follow-ups are sent to. */
export interface FollowUpParts {
  readonly sqs: SQSClient;
  readonly bus: EventBridgeClient;
  readonly eventsQueueUrl: string;
  readonly sweepQueueUrl: string;
  readonly fanOutQueueUrl: string;
  readonly partsQueueUrl: string;
  readonly busName: string;
}

async function publish(parts: FollowUpParts, changes: readonly IncidentChange[]): Promise<void> {
  await Promise.all(
    chunks(changes).map(async (chunk) => {
      const Entries = chunk.map((change) => ({
        EventBusName: parts.busName,
        Source: 'trailwarden',
        DetailType: 'Trailwarden Incident Change',
        Detail: JSON.stringify(change),
      }));
      const { FailedEntryCount } = await parts.bus.send(new PutEventsCommand({ Entries }));
      if (FailedEntryCount) throw new Error(`${FailedEntryCount} incident changes were not taken by the bus`);
    }),
  );
}

/** Sends follow-ups through SQS and publishes incident changes on the central bus. */
export function awsFollowUps(parts: FollowUpParts): FollowUps {
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
    evaluateAll: (requests, seconds) => sendAll(parts.sqs, parts.sweepQueueUrl, requests, seconds),
    lookAtParts: (requests, seconds) => sendAll(parts.sqs, parts.partsQueueUrl, requests, seconds),
    fanOut: (requests, seconds) => sendFanOut(parts.sqs, parts.fanOutQueueUrl, requests, seconds),
    publishChanges: (changes) => publish(parts, changes),
  };
}
