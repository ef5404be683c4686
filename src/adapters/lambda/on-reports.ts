import type {
  Context,
  DynamoDBBatchResponse,
  DynamoDBStreamEvent,
  SQSBatchResponse,
  SQSEvent,
} from 'aws-lambda';
import type { PendingReport } from '#ports/follow-ups.ts';
import type { BeginBatch } from './on-issue-stream.ts';
import { onIssueStream } from './on-issue-stream.ts';
import type { RetrySooner } from './on-queue.ts';
import { onQueue } from './on-queue.ts';
import { readPendingReport } from '#adapters/wire/read-request.ts';

/** The use cases of a reporter: reporting the movements of a batch, and serving pending reports. */
export interface ReportWork {
  readonly report: BeginBatch;
  readonly servePending: (report: PendingReport) => Promise<void>;
  readonly retrySooner: RetrySooner;
}

function reportKey({ incident, destination, note }: PendingReport): string {
  const noted = note === 'all' ? [note] : (note ?? []).map(({ account, region }) => `${account}${region}`);
  return [incident, destination ?? '', ...noted].join(' ');
}

function lastOf(reports: readonly [PendingReport, ...PendingReport[]]): PendingReport {
  return reports.reduce((last, one) => ((one.due ?? 0) > (last.due ?? 0) ? one : last));
}

/** Handles a queue of pending reports alone. */
export function onReportQueue(work: Omit<ReportWork, 'report'>) {
  return onQueue<PendingReport>({
    read: async (body) => [readPendingReport(body)],
    key: reportKey,
    // Only the report that is due last is served: serving an earlier one would leave all work to it anyway.
    handle: (reports) => work.servePending(lastOf(reports)),
    atOnce: 4,
    retrySooner: work.retrySooner,
  });
}

/** The handler of a reporter's function: for the issue table's stream, and for its queue of pending reports. */
export function onReports(work: ReportWork) {
  const stream = onIssueStream(work.report);
  const queue = onReportQueue(work);
  return async (
    event: DynamoDBStreamEvent | SQSEvent,
    context: Context,
  ): Promise<DynamoDBBatchResponse | SQSBatchResponse> =>
    isQueue(event) ? queue(event, context) : stream(event, context);
}

function isQueue(event: DynamoDBStreamEvent | SQSEvent): event is SQSEvent {
  return event.Records.some((record) => 'messageId' in record);
}
