import { defineConfig } from 'vitest/config';

/** Tests of the whole: they run packaged functions or real tables, and share one DynamoDB Local. */
const whole = ['journeys', 'harness', 'replay', 'contracts', 'simulators/aws-cloud', 'local/demo'].map(
  (room) => `test/${room}/**/*.test.ts`,
);
/** Campaigns, which `npm run test:long` runs and `npm test` does not; docs/testing.md lists them. */
const long = 'test/**/*.long.test.ts';

// One worker per core of a small CI machine; every server binds port 0, so files never meet. No test leaves anything
// behind in its process, so the next file goes on in it: nothing is loaded and compiled twice.
const shared = {
  // Ten times and more what the slowest test takes on a quiet machine: a limit ends what hangs, and measures nothing.
  testTimeout: 300_000,
  hookTimeout: 300_000,
  expect: { poll: { timeout: 60_000 } },
  isolate: false,
  typecheck: { enabled: false },
  // Handlers under test write their metrics to the log, thousands of lines that nobody reads here.
  env: { POWERTOOLS_METRICS_DISABLED: 'true' },
};
const withPackages = {
  ...shared,
  globalSetup: 'test/set-up.ts',
};
/** A campaign takes minutes on a quiet machine. */
const patient = { ...withPackages, testTimeout: 900_000, hookTimeout: 900_000 };

export default defineConfig({
  test: {
    maxWorkers: 2,
    // Only what runs in the tests' own processes; docs/testing.md says what that leaves out.
    coverage: {
      include: ['handlers/**/*.ts', 'src/**/*.ts'],
      reporter: ['json-summary'],
      reportsDirectory: '.local/coverage',
    },
    projects: [
      { test: { ...shared, name: 'parts', include: ['test/**/*.test.ts'], exclude: [...whole, long] } },
      { test: { ...withPackages, name: 'whole', include: whole, exclude: [long] } },
      { test: { ...patient, name: 'long', include: [long] } },
    ],
  },
});
