import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { SendMessageBatchCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { EvaluationRequest, FollowUps, IncidentChange } from '#ports/follow-ups.ts';

/** Where follow-ups go. */
export interface FollowUpParts {
  readonly sqs: SQSClient;
  readonly bus: EventBridgeClient;
  readonly eventsQueueUrl: string;
  readonly sweepQueueUrl: string;
  readonly fanOutQueueUrl: string;
  readonly busName: string;
}

/** Both services take ten entries a call. */
const perCall = 10;

function chunks<Value>(values: readonly Value[]): Value[][] {
  return Array.from({ length: Math.ceil(values.length / perCall) }, (_, index) =>
    values.slice(index * perCall, (index + 1) * perCall),
  );
}

async function sendAll(
  parts: FollowUpParts,
  QueueUrl: string,
  requests: readonly EvaluationRequest[],
  DelaySeconds = 0,
): Promise<void> {
  await Promise.all(
    chunks(requests).map(async (chunk) => {
      const Entries = chunk.map((request, index) => ({
        Id: String(index),
        MessageBody: JSON.stringify(request),
        DelaySeconds,
      }));
      const { Failed } = await parts.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      if (Failed?.length)
        throw new Error(`${Failed.length} evaluation requests were not taken: ${Failed[0]?.Code}`);
    }),
  );
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

/** Follow-ups through SQS and the central bus. */
export function awsFollowUps(parts: FollowUpParts): FollowUps {
  return {
    async lookAgain(request, seconds) {
      const message = {
        QueueUrl: parts.eventsQueueUrl,
        MessageBody: JSON.stringify(request),
        DelaySeconds: seconds,
      };
      await parts.sqs.send(new SendMessageCommand(message));
    },
    evaluateAll: (requests, seconds) => sendAll(parts, parts.sweepQueueUrl, requests, seconds),
    fanOut: (requests) => sendAll(parts, parts.fanOutQueueUrl, requests),
    publish: (changes) => publish(parts, changes),
  };
}
