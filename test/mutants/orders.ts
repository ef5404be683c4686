import type { CoverageData, MutantCoverage } from '@stryker-mutator/api/core';

/** What Stryker's process asks of the worker that has the tests loaded. */
export type Order =
  | { readonly kind: 'measure' }
  | {
      readonly kind: 'try';
      readonly mutant: string;
      readonly file: string;
      /** Ids of the tests that reach it; absent: all. */
      readonly tests: readonly string[] | undefined;
      /** Times the mutant may be reached before it counts as a loop. */
      readonly hitLimit: number | undefined;
      /** Milliseconds of tests after which it counts as not noticed. */
      readonly budget: number;
      /** What another process has measured; undefined: this one has. */
      readonly measured: Measured['tests'] | undefined;
    }
  | { readonly kind: 'end' };

/** Every test that passes when it is repeated, with its time in milliseconds, and the mutants that each of them reaches. */
export interface Measured {
  readonly tests: readonly { readonly id: string; readonly name: string; readonly milliseconds: number }[];
  readonly coverage: MutantCoverage;
}

/** What became of one mutant, and after how many tests. */
export interface Tried {
  readonly fate: 'killed' | 'timeout' | 'survived';
  readonly by: string;
  readonly message: string;
  readonly count: number;
}

/** Stryker's switch, which the mutated sources read. */
export interface Switch {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: { static: CoverageData; perTest: Record<string, CoverageData> };
}

/** The name of the channel between the two. */
export const channelName = 'mutants';
