import type { SQSClient } from '@aws-sdk/client-sqs';
import { sqsReportQueue } from '#adapters/aws/sqs-report-queue.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { ReportQueue } from '#ports/follow-ups.ts';
import type { ReportParts } from '#usecases/report/report-parts.ts';

/** The queue of a reporter, for functions that only send to it: reports given up stay in the same queue. */
export function queueTo(sqs: SQSClient, queueUrl: string): ReportQueue {
  return sqsReportQueue({ sqs, queueUrl, deadLettersUrl: queueUrl });
}

/** Asks the reporter behind `queueUrl` to tell an incident from the state that it reads then. */
export function askThrough(sqs: SQSClient, queueUrl: string): (incident: IncidentId) => Promise<void> {
  const queue = queueTo(sqs, queueUrl);
  return (incident) => queue.sendLater({ incident, attempts: 0 }, 1);
}

/** Asks the reporter behind `queueUrl` to update its message, e.g. with the link to a ticket that was just made. */
export function refreshThrough(sqs: SQSClient, queueUrl: string): ReportParts['onFirstTold'] {
  const ask = askThrough(sqs, queueUrl);
  return ({ incident }) => ask(incident.id);
}
