import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Inspections } from '#ports/destinations.ts';
import { sendAll } from './send-all.ts';

/** Inspections asked for through SQS. */
export function sqsInspections(parts: { readonly sqs: SQSClient; readonly queueUrl: string }): Inspections {
  return { ask: (requests, seconds) => sendAll(parts.sqs, parts.queueUrl, requests, seconds) };
}
