import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { BroadcastChannel } from 'node:worker_threads';
import type { StrykerOptions } from '@stryker-mutator/api/core';
import { commonTokens, declareFactoryPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import type { TestRunner } from '@stryker-mutator/api/test-runner';
import { DryRunStatus, MutantRunStatus, TestStatus } from '@stryker-mutator/api/test-runner';
import { createVitest, type Vitest } from 'vitest/node';
import type { Measured, Order, Tried } from './orders.ts';
import { channelName } from './orders.ts';

/** Where the first process leaves the times of the tests for the others: in Stryker's copy, which they share. */
const measuredHere = 'measured-tests.json';

/**
 * Stryker's test runner over one vitest that stays: every test file is loaded once, and a mutant is tried by calling the tests
 * that reach it. (Stryker's own runner for vitest loads their files again for every mutant, which takes seconds.)
 */
function residentRunner(options: StrykerOptions): TestRunner {
  const { config } = options['resident'] as { config: string };
  const channel = new BroadcastChannel(channelName);
  let vitest: Vitest | undefined;
  const answer = async <T>(): Promise<T> => {
    const [event] = await once(channel as unknown as EventTarget, 'message');
    return (event as { data: T }).data;
  };
  const ask = async <T>(order: Order): Promise<T> => {
    const answered = answer<T>();
    channel.postMessage(order);
    return answered;
  };
  let running: Promise<unknown> = Promise.resolve();
  /** Whether this process's worker knows how long tests take: only the first process has measured them. */
  let knows = false;
  return {
    capabilities: () => ({ reloadEnvironment: true }),
    async init() {
      vitest = await createVitest({
        config,
        pool: 'threads',
        maxWorkers: 1,
        watch: false,
        reporters: [{}],
        onConsoleLog: () => false,
      });
      const ready = answer<'ready'>();
      running = vitest.start();
      await Promise.race([ready, running.then(() => Promise.reject(new Error('The tests do not load')))]);
    },
    async dryRun() {
      const { tests, coverage } = await ask<Measured>({ kind: 'measure' });
      writeFileSync(measuredHere, JSON.stringify(tests));
      knows = true;
      const results = tests.map(({ id, name, milliseconds }) => ({
        id,
        name,
        timeSpentMs: milliseconds,
        status: TestStatus.Success as const,
      }));
      return { status: DryRunStatus.Complete, tests: results, mutantCoverage: coverage };
    },
    async mutantRun({ activeMutant, testFilter, hitLimit }) {
      const { id: mutant, fileName: file } = activeMutant;
      const measured = knows
        ? undefined
        : (JSON.parse(readFileSync(measuredHere, 'utf8')) as Measured['tests']);
      knows = true;
      const tried = await ask<Tried>({ kind: 'try', mutant, file, tests: testFilter, hitLimit, measured });
      const { fate, by, message, count } = tried;
      if (fate === 'survived') return { status: MutantRunStatus.Survived, nrOfTests: count };
      if (fate === 'timeout') return { status: MutantRunStatus.Timeout, reason: message };
      return { status: MutantRunStatus.Killed, killedBy: [by], failureMessage: message, nrOfTests: count };
    },
    async dispose() {
      channel.postMessage({ kind: 'end' } satisfies Order);
      await running;
      channel.close();
      await vitest?.close();
    },
  };
}

/** What Stryker loads: the test runner `resident`, and the option that it reads. */
export const strykerPlugins = [
  declareFactoryPlugin(
    PluginKind.TestRunner,
    'resident',
    Object.assign(residentRunner, { inject: tokens(commonTokens.options) }),
  ),
];
export const strykerValidationSchema = { properties: { resident: { type: 'object' } } };
