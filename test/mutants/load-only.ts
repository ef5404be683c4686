import type { RunnerTask, RunnerTestCase, RunnerTestFile } from 'vitest';
import { TestRunner } from 'vitest';

/** What was loaded: the runner that loaded it, and every test in the order of the files. */
export interface Loaded {
  readonly runner: TestRunner;
  readonly tests: RunnerTestCase[];
}

const held = globalThis as { loadedTests?: Loaded };

/** What this worker has loaded so far. */
export function loaded(): Loaded {
  if (held.loadedTests === undefined) throw new Error('No test is loaded yet');
  return held.loadedTests;
}

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
export default class LoadOnly extends TestRunner {
  onCollected(files: RunnerTestFile[]): void {
    held.loadedTests ??= { runner: this, tests: [] };
    files.forEach(keepStanding);
    held.loadedTests.tests.push(...files.flatMap(testsOf).filter(({ mode }) => mode === 'run'));
  }

  async runTask(test: RunnerTestCase): Promise<void> {
    if (test.file.filepath.endsWith('/mutants/serve.ts')) await TestRunner.getTestFn(test)();
  }
}
