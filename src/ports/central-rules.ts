import type { CentralGap, CentralRuleSight } from '#domain/facts/central-rules.ts';

/** The rules on the buses of the central account that can be Trailwarden's. Throws when AWS refuses. */
export type ReadCentralRules = () => Promise<readonly CentralRuleSight[]>;

/** The deviations of the centre's rules that the last look found. Reads are strongly consistent. */
export interface CentralGapLog {
  listGaps(): Promise<readonly CentralGap[]>;
  /** Stores `gaps` in place of those of the look before; idempotent. */
  keepGaps(gaps: readonly CentralGap[]): Promise<void>;
}
