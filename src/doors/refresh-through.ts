import type { SQSClient } from '@aws-sdk/client-sqs';
import { sqsReportQueue } from '#adapters/aws/sqs-report-queue.ts';
import type { ReportParts } from '#usecases/report.ts';

/** Asks the reporter behind `queueUrl` to show what another one just made, e.g. the link to a new ticket. */
export function refreshThrough(sqs: SQSClient, queueUrl: string): ReportParts['onFirstTold'] {
  const queue = sqsReportQueue({ sqs, queueUrl, deadLettersUrl: queueUrl });
  return (incident) => queue.later({ incident, attempts: 0 }, 1);
}
