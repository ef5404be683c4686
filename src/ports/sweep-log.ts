import type { AccountOutcome, Sweep } from '#domain/sweeps/sweep.ts';

/** A sweep in which every account was looked at. */
export type FinishedSweep = Pick<Sweep, 'id' | 'startedAt'>;

/** What is kept of sweeps. Reads are strongly consistent. */
export interface SweepLog {
  /** Begins a sweep; when one of its id was begun before, answers that one. */
  beginSweep(sweep: Sweep): Promise<Sweep>;
  /** The sweep that was begun last. */
  readLatestSweep(): Promise<Sweep | undefined>;
  /** Notes what became of an account in the sweep `id`; a failure never hides that it was done. */
  noteOutcome(id: string, outcome: AccountOutcome): Promise<void>;
  listOutcomes(id: string): Promise<readonly AccountOutcome[]>;
  /** Keeps that every account was looked at in `sweep`, unless that is known of a later one. */
  keepFinished(sweep: FinishedSweep): Promise<void>;
  /** The last sweep of which that is known. */
  readLastFinished(): Promise<FinishedSweep | undefined>;
}
