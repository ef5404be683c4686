import { defineConfig } from 'vitest/config';

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

// The quick tests, as `npx vitest run --project parts` runs them.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/**/*.long.test.ts', ...[...ofTheHouse, ...whole].map((room) => `test/${room}/**`)],
    testTimeout: 20_000,
    isolate: false,
    env: { POWERTOOLS_METRICS_DISABLED: 'true' },
  },
});
