import type { AccountOutcome, Sweep } from '#domain/sweeps/sweep.ts';

/** A sweep in which every account was evaluated. */
export type FinishedSweep = Pick<Sweep, 'id' | 'startedAt'>;

/** Sweeps and their outcomes. Reads are strongly consistent. */
export interface SweepLog {
  /** Stores a new sweep; when one with its id exists, returns that one unchanged. */
  beginSweep(sweep: Sweep): Promise<Sweep>;
  /** The sweep that began last. */
  readLatestSweep(): Promise<Sweep | undefined>;
  /** Stores an account's outcome in the sweep `id`; a failure never replaces a success. */
  noteOutcome(id: string, outcome: AccountOutcome): Promise<void>;
  listOutcomes(id: string): Promise<readonly AccountOutcome[]>;
  /** Stores `sweep` as finished, unless a later one is. */
  keepFinished(sweep: FinishedSweep): Promise<void>;
  /** The latest finished sweep. */
  readLastFinished(): Promise<FinishedSweep | undefined>;
}
