import { defineConfig } from 'vitest/config';
import { ServingLast } from './serving-last.ts';

// The contract suites, on one DynamoDB Local.
export default defineConfig({
  test: {
    include: ['test/contracts/**/*.test.ts', 'test/mutants/serve.ts'],
    globalSetup: 'test/mutants/set-up.ts',
    runner: './test/mutants/load-only.ts',
    sequence: { sequencer: ServingLast },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    isolate: false,
    env: { POWERTOOLS_METRICS_DISABLED: 'true' },
  },
});
