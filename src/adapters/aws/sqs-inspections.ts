import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Inspections } from '#ports/log-destinations.ts';
import type { AskLake } from '#ports/lakes.ts';
import { sendAll } from './send-all.ts';

/** Sends inspection requests for buckets and keys through SQS. */
export function sqsInspections(parts: { readonly sqs: SQSClient; readonly queueUrl: string }): Inspections {
  return { askInspections: (requests, seconds) => sendAll(parts.sqs, parts.queueUrl, requests, seconds) };
}

/** Sends inspection requests for CloudTrail Lake through SQS, to the same queue. */
export function sqsLakeInspections(parts: { readonly sqs: SQSClient; readonly queueUrl: string }): AskLake {
  return (request, seconds) => sendAll(parts.sqs, parts.queueUrl, [request], seconds);
}
