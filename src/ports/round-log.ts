import type { ReportRemark } from '#domain/reports/day-facts.ts';
import type { Instant } from '#domain/values/instant.ts';

/** What comparing the table with AWS, Jira and Slack came to. */
export interface Comparison {
  readonly repaired: readonly ReportRemark[];
  readonly mismatches: readonly ReportRemark[];
  readonly untold: readonly ReportRemark[];
}

/** One round of reports: begun once, gone on with until everybody was told. */
export interface Round {
  /** `report-2026-11-21` or `onboarding`; also the name under which receipts of its messages are kept. */
  readonly id: string;
  readonly begunAt: Instant;
  readonly finishedAt?: Instant | undefined;
  /** Kept once it is made, so that a repeated round tells the same. */
  readonly comparison?: Comparison | undefined;
}

/** Rounds of reports. Reads are strongly consistent. */
export interface RoundLog {
  readRound(id: string): Promise<Round | undefined>;
  /** The daily round that was begun last. */
  readLatestRound(): Promise<Round | undefined>;
  keepRound(round: Round): Promise<void>;
}
