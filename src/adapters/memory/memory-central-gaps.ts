import type { CentralGap } from '#domain/facts/central-rules.ts';
import type { CentralGapLog } from '#ports/central-rules.ts';

/** The deviations of the centre's rules in memory. */
export function memoryCentralGaps(): CentralGapLog {
  let kept: readonly CentralGap[] = [];
  return { listGaps: async () => kept, keepGaps: async (gaps) => void (kept = gaps) };
}
