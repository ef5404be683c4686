import type { Report } from '#domain/reports/report.ts';
import type { SendResult, ToldRef } from './channel.ts';

/** A file attached to a report. */
export interface ReportFile {
  readonly name: string;
  readonly title: string;
  readonly content: string | Uint8Array;
  /** What a picture shows, for people who do not see it. */
  readonly alt?: string | undefined;
}

/** Posts reports. Every method ends within its own time limit and never throws for an answer of the service. */
export interface ReportChannel {
  /**
   * Posts what a report says first, with its picture; `marker` is unique to this report and recipient. A picture that
   * the channel does not take into the message goes to the thread.
   */
  postReport(to: string, report: Report, marker: string, picture?: ReportFile): Promise<SendResult<ToldRef>>;
  /** The report posted with `marker`, at or after `since` (milliseconds since the epoch). */
  findReport(to: string, marker: string, since: number): Promise<SendResult<ToldRef | undefined>>;
  /** Posts the report's sections in its thread, as the reply `id`. Not idempotent: `listReplies` tells what was posted. */
  replyDetails(told: ToldRef, report: Report, id: string): Promise<SendResult>;
  /** The ids of the replies in the report's thread. */
  listReplies(told: ToldRef): Promise<SendResult<readonly string[]>>;
  /** Posts a file in the report's thread. */
  attachFile(told: ToldRef, file: ReportFile): Promise<SendResult>;
  /** The names of the files in the report's thread. */
  listAttached(told: ToldRef): Promise<SendResult<readonly string[]>>;
}
