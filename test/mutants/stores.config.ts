import { defineConfig } from 'vitest/config';

// The contract suites, on one DynamoDB Local.
export default defineConfig({
  test: {
    include: ['test/contracts/**/*.test.ts'],
    globalSetup: 'test/mutants/set-up.ts',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    isolate: false,
    env: { POWERTOOLS_METRICS_DISABLED: 'true' },
  },
});
