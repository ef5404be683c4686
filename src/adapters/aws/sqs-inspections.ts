import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Inspections } from '#ports/log-destinations.ts';
import type { AskLake } from '#ports/lakes.ts';
import { sendAll } from './send-all.ts';

/** Inspections asked for through SQS. */
export function sqsInspections(parts: { readonly sqs: SQSClient; readonly queueUrl: string }): Inspections {
  return { askInspections: (requests, seconds) => sendAll(parts.sqs, parts.queueUrl, requests, seconds) };
}

/** Looks at CloudTrail Lake asked for through SQS, on the queue of all inspections. */
export function sqsLakeInspections(parts: { readonly sqs: SQSClient; readonly queueUrl: string }): AskLake {
  return (request, seconds) => sendAll(parts.sqs, parts.queueUrl, [request], seconds);
}
