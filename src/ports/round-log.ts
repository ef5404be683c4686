import type { ReportRemark } from '#domain/reports/day-facts.ts';
import type { Instant } from '#domain/values/instant.ts';

/** The result of comparing the issue table with AWS, Jira and Slack. */
export interface Comparison {
  readonly repaired: readonly ReportRemark[];
  readonly mismatches: readonly ReportRemark[];
  readonly untold: readonly ReportRemark[];
}

/** One round of reports; continued until every recipient has its report. */
export interface Round {
  /** `report-2026-11-21` or `onboarding`; receipts of its messages are stored under the same id. */
  readonly id: string;
  readonly begunAt: Instant;
  /** When every recipient had its report, and nothing that is over was left to close. */
  readonly finishedAt?: Instant | undefined;
  /** When every recipient had its report. */
  readonly toldAt?: Instant | undefined;
  /** Number of runs that began to close what is over; a run that dies of it is counted too. */
  readonly closings?: number | undefined;
  /** Whether nothing that is over is left to close. */
  readonly isClosed?: boolean | undefined;
  /** Stored when it is made, so that a repeated round reports the same. */
  readonly comparison?: Comparison | undefined;
}

/** Rounds of reports. Reads are strongly consistent. */
export interface RoundLog {
  readRound(id: string): Promise<Round | undefined>;
  /** The daily round that began last. */
  readLatestRound(): Promise<Round | undefined>;
  keepRound(round: Round): Promise<void>;
}
