import type { Report } from '#domain/reports/report.ts';
import type { SendResult, ToldRef } from './channel.ts';

/** A file as people download it. */
export interface ReportFile {
  readonly name: string;
  readonly title: string;
  readonly content: string;
}

/** Where reports are posted. Every method ends within its own time limit and never throws for what it answers. */
export interface ReportChannel {
  /** Posts for the first time; `marker` is unique to this report and destination. */
  postReport(to: string, report: Report, marker: string): Promise<SendResult<ToldRef>>;
  /** What was posted under `marker`, looking back to `since` (milliseconds since the epoch). */
  findReport(to: string, marker: string, since: number): Promise<SendResult<ToldRef | undefined>>;
  /** Puts a file into the report's thread. */
  attachFile(told: ToldRef, file: ReportFile): Promise<SendResult>;
  /** The names of the files in the report's thread. */
  listAttached(told: ToldRef): Promise<SendResult<readonly string[]>>;
}
