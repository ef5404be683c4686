import type { AccountOutcome, Sweep } from '#domain/sweeps/sweep.ts';

/** What is kept of sweeps. Reads are strongly consistent. */
export interface SweepLog {
  /** Begins a sweep; when one of its id was begun before, answers that one. */
  begin(sweep: Sweep): Promise<Sweep>;
  /** The sweep that was begun last. */
  latest(): Promise<Sweep | undefined>;
  /** Notes what became of an account in the sweep `id`; a failure never hides that it was done. */
  note(id: string, outcome: AccountOutcome): Promise<void>;
  outcomes(id: string): Promise<readonly AccountOutcome[]>;
}
