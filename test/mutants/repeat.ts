import { setTimeout as sleep } from 'node:timers/promises';
import type { RunnerTestCase, RunnerTestSuite } from 'vitest';
import { TestRunner } from 'vitest';

/** What a repeated test came to; `late`: it was given up after its time. */
export type Repeated =
  { readonly kind: 'passed' | 'late' } | { readonly kind: 'failed'; readonly message: string };

/** The suites around a test, the file first. */
function suitesAround(test: RunnerTestCase): readonly RunnerTestSuite[] {
  const around: RunnerTestSuite[] = [];
  for (let suite = test.suite; suite !== undefined; suite = suite.suite) around.unshift(suite);
  return [test.file, ...around];
}

/** Vitest's test as its own code sees it. */
type ServingTest = RunnerTestCase & { onFinished?: ((context: unknown) => unknown)[] };

/** Runs what `onTestFinished` was given: it was given to the serving test, the only one that vitest knows to be running. */
async function finish(): Promise<void> {
  const serving = TestRunner.getCurrentTest<ServingTest>();
  for (const end of (serving.onFinished ?? []).splice(0).reverse()) await end(serving.context);
}

async function runOnce(test: RunnerTestCase): Promise<void> {
  const around = suitesAround(test);
  const cleanUps: unknown[] = [];
  try {
    for (const suite of around)
      for (const hook of TestRunner.getSuiteHooks(suite).beforeEach)
        cleanUps.push(await hook(test.context, suite));
    await TestRunner.getTestFn(test)();
  } finally {
    for (const suite of around.toReversed())
      for (const hook of TestRunner.getSuiteHooks(suite).afterEach) await hook(test.context, suite);
    for (const cleanUp of cleanUps.reverse())
      if (typeof cleanUp === 'function') await (cleanUp as () => unknown)();
    await finish();
  }
}

/** Runs a loaded test once more with its hooks, for at most so many milliseconds. */
export async function repeat(test: RunnerTestCase, milliseconds: number): Promise<Repeated> {
  const over = new AbortController();
  const late = sleep(milliseconds, 'late' as const, { signal: over.signal }).catch(() => 'late' as const);
  try {
    const first = await Promise.race([late, runOnce(test)]);
    return { kind: first ?? 'passed' };
  } catch (error) {
    return { kind: 'failed', message: String(error instanceof Error ? error.message : error) };
  } finally {
    over.abort();
  }
}
