import { defineConfig } from 'vitest/config';

// One worker per core of a small CI machine; every server binds port 0, so files never meet.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    typecheck: { enabled: false },
  },
});
