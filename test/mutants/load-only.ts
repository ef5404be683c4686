import type { RunnerTask, RunnerTestCase, RunnerTestFile } from 'vitest';
import { TestRunner } from 'vitest';

const held = globalThis as { loadedTests?: RunnerTestCase[] };

/** Every test that this worker has loaded so far, in the order of the files. */
export const loadedTests: RunnerTestCase[] = (held.loadedTests ??= []);

const testsOf = (task: RunnerTask): RunnerTestCase[] =>
  task.type === 'test' ? [task] : task.tasks.flatMap(testsOf);

/** Lets what a file set up for all of its tests stand: they are repeated long after its end. */
function keepStanding(task: RunnerTask): void {
  if (task.type === 'test') return;
  TestRunner.getSuiteHooks(task).afterAll.length = 0;
  task.tasks.forEach(keepStanding);
}

/**
 * Vitest's runner in the run of mutants: it loads every test file and runs no test, because `serve.ts`, the last file, repeats
 * them as often as there are mutants.
 */
class LoadOnly extends TestRunner {
  onCollected(files: RunnerTestFile[]): void {
    files.forEach(keepStanding);
    loadedTests.push(...files.flatMap(testsOf).filter(({ mode }) => mode === 'run'));
  }

  async runTask(test: RunnerTestCase): Promise<void> {
    if (test.file.filepath.endsWith('/mutants/serve.ts')) await TestRunner.getTestFn(test)();
  }
}

// Vitest takes the default export of a runner's module.
export { LoadOnly as default };
