import type { Report } from '#domain/reports/report.ts';
import type { SendResult, ToldRef } from './channel.ts';

/** A file attached to a report. */
export interface ReportFile {
  readonly name: string;
  readonly title: string;
  readonly content: string;
}

/** Posts reports. Every method ends within its own time limit and never throws for an answer of the service. */
export interface ReportChannel {
  /** Posts a report; `marker` is unique to this report and destination. */
  postReport(to: string, report: Report, marker: string): Promise<SendResult<ToldRef>>;
  /** The report posted with `marker`, at or after `since` (milliseconds since the epoch). */
  findReport(to: string, marker: string, since: number): Promise<SendResult<ToldRef | undefined>>;
  /** Posts a file in the report's thread. */
  attachFile(told: ToldRef, file: ReportFile): Promise<SendResult>;
  /** The names of the files in the report's thread. */
  listAttached(told: ToldRef): Promise<SendResult<readonly string[]>>;
}
