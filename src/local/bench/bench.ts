/** One figure that a bench found, e.g. subject `evaluate`, figure `cold import`, 101 ms, under 120. */
export interface Measurement {
  readonly subject: string;
  readonly figure: string;
  readonly value: number;
  readonly unit: 'ms' | 'KiB' | 'x' | '';
  /** The goal: the value has to be below this. */
  readonly goal?: number;
}

/** The figures of a bench, with notes on how to read them. */
export interface BenchReport {
  readonly measurements: readonly Measurement[];
  readonly notes: readonly string[];
}

/** A named measurement that `npm run bench -- NAME` runs. */
export interface Bench {
  readonly name: string;
  /** What is measured and how, in a sentence. */
  readonly about: string;
  readonly run: (progress: (words: string) => void) => Promise<BenchReport>;
}

/** Whether the goal, if there is one, was met. */
export function isMet({ value, goal }: Measurement): boolean {
  return goal === undefined || value < goal;
}

/** The value below which `share` (0 to 1) of the values lie, by the nearest rank; NaN of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
