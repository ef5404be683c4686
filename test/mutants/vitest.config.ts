import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Rooms whose tests read sources, packages or the repository: in Stryker's copy those are instrumented. */
const ofTheHouse = [
  'house',
  'deploy',
  'types',
  'traps',
  'cli',
  'soak',
  'simulators',
  'local/package',
  'local/demo',
];
const whole = ['journeys', 'harness', 'replay', 'contracts'];
/** Rooms that test what no mutant is made of. */
const ofOthers = ['adapters', 'config', 'mutants'];

/** The quickest file first: most mutants fall to it, and the others are not run then. */
class QuickestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const time = (one: TestSpecification): number =>
      this.ctx.cache.getTestSpecificationResult(one)?.duration ?? 0;
    return files.toSorted((one, other) => time(one) - time(other));
  }
}

// The quick tests, as `npx vitest run --project parts` runs them.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [
      'test/**/*.long.test.ts',
      'test/**/*-docs.test.ts',
      ...[...ofTheHouse, ...whole, ...ofOthers].map((room) => `test/${room}/**`),
    ],
    sequence: { sequencer: QuickestFirst },
    testTimeout: 20_000,
    isolate: false,
    env: { POWERTOOLS_METRICS_DISABLED: 'true' },
  },
});
