import { defineConfig } from 'vitest/config';
import { ServingLast } from './serving-last.ts';

/** Rooms whose tests read sources, packages or the repository: in Stryker's copy those are instrumented. */
const ofTheHouse = ['house', 'deploy', 'types', 'traps', 'soak', 'simulators', 'local/package', 'local/demo'];
const whole = ['journeys', 'harness', 'replay', 'contracts', 'browser'];
/** Rooms that test what no mutant is made of; some of their tests wait. */
const ofOthers = ['adapters/aws', 'adapters/jira', 'adapters/slack', 'config', 'local/fuzz'];
/** Files whose tests start processes, in which no mutant is switched on, or wait. */
const ofProcesses = ['command-line', 'node', 'tool', 'scan', 'doctor', 'test-alert']
  .map((name) => `test/cli/${name}.test.ts`)
  .concat('test/local/at-end.test.ts');

// The quick tests, as `npx vitest run --project parts` runs them; those that fail in Stryker's copy are left out by the runner.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/mutants/serve.ts'],
    exclude: [
      'test/**/*.long.test.ts',
      ...ofProcesses,
      ...[...ofTheHouse, ...whole, ...ofOthers].map((room) => `test/${room}/**`),
    ],
    runner: './test/mutants/load-only.ts',
    sequence: { sequencer: ServingLast },
    // The gallery's pages take 3 s of the processor, on a busy machine a minute.
    testTimeout: 120_000,
    isolate: false,
    env: { POWERTOOLS_METRICS_DISABLED: 'true' },
  },
});
