import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { BroadcastChannel } from 'node:worker_threads';
import type { StrykerOptions } from '@stryker-mutator/api/core';
import { commonTokens, declareFactoryPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import type { MutantRunResult, TestRunner } from '@stryker-mutator/api/test-runner';
import { DryRunStatus, MutantRunStatus, TestStatus } from '@stryker-mutator/api/test-runner';
import { createVitest, type Vitest } from 'vitest/node';
import type { TypeCheck } from './compiles.ts';
import { doesNotCompile, mutatedText, typeCheck } from './compiles.ts';
import type { Measured, Order, Tried } from './orders.ts';
import { channelName } from './orders.ts';

/** What `main.ts` hands over. */
export interface ResidentOptions {
  readonly config: string;
  /** Where the times of the tests and what they reach are kept, for other processes and other runs of this seed. */
  readonly measured: string;
  /** The project, of which Stryker made its copy. */
  readonly root: string;
}

/** Milliseconds of tests before a mutant that still stands is put to the type check, and after which it counts as standing. */
const [quickTry, longestTry] = [1500, 8000];

function resultOf({ fate, by, message, count }: Tried): MutantRunResult {
  if (fate === 'survived') return { status: MutantRunStatus.Survived, nrOfTests: count };
  if (fate === 'timeout') return { status: MutantRunStatus.Timeout, reason: message };
  return { status: MutantRunStatus.Killed, killedBy: [by], failureMessage: message, nrOfTests: count };
}

/**
 * Stryker's test runner over one vitest that stays: every test file is loaded once, and a mutant is tried by calling the tests
 * that reach it. (Stryker's own runner for vitest loads their files again for every mutant, which takes seconds.)
 */
function residentRunner(options: StrykerOptions): TestRunner {
  const { config, measured: file, root } = options['resident'] as ResidentOptions;
  const kept = (): Measured => JSON.parse(readFileSync(file, 'utf8')) as Measured;
  let types: TypeCheck | undefined;
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
      const isKept = existsSync(file);
      const measured = isKept ? kept() : await ask<Measured>({ kind: 'measure' });
      if (!isKept) writeFileSync(file, JSON.stringify(measured));
      knows = !isKept;
      const { tests, coverage } = measured;
      const results = tests.map(({ id, name, milliseconds }) => ({
        id,
        name,
        timeSpentMs: milliseconds,
        status: TestStatus.Success as const,
      }));
      return { status: DryRunStatus.Complete, tests: results, mutantCoverage: coverage };
    },
    async mutantRun({ activeMutant, testFilter, hitLimit }) {
      const { id: mutant, fileName } = activeMutant;
      const measured = knows ? undefined : kept().tests;
      knows = true;
      const order = { kind: 'try', mutant, file: fileName, tests: testFilter, hitLimit, measured } as const;
      const first = await ask<Tried>({ ...order, budget: quickTry });
      if (first.fate !== 'survived') return resultOf(first);
      types ??= typeCheck(root);
      if (!types.accepts(fileName, mutatedText(activeMutant)))
        return resultOf({ ...first, fate: 'killed', by: 'tsc', message: doesNotCompile });
      return resultOf(await ask<Tried>({ ...order, budget: longestTry }));
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
