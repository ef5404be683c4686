import { defineConfig } from 'vitest/config';

/** Tests of the whole: they run the packages, and share one DynamoDB Local. */
const whole = ['test/journeys/**/*.test.ts'];

// One worker per core of a small CI machine; every server binds port 0, so files never meet.
const shared = { testTimeout: 20_000, hookTimeout: 30_000, typecheck: { enabled: false } };

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { test: { ...shared, name: 'parts', include: ['test/**/*.test.ts'], exclude: whole } },
      {
        test: {
          ...shared,
          name: 'whole',
          include: whole,
          globalSetup: 'test/journeys/set-up.ts',
          // Journeys wait for many processes; on a busy machine that takes a while.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
