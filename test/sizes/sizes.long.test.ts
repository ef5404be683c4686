import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { listsForMs } from '#adapters/aws/aws-organization.ts';
import { accountsCount, regionsCount } from './widest-incident.ts';

const run = promisify(execFile);

interface Template {
  readonly provider: { readonly memorySize: number };
  readonly functions: Readonly<Record<string, { readonly timeout: number; readonly memorySize?: number }>>;
}
const { provider, functions } = parse(readFileSync('serverless.yml', 'utf8'), {
  logLevel: 'error',
}) as Template;

interface Measured {
  readonly result: number;
  /** Time of a quiet machine's processor, in seconds, without what playing the table took. */
  readonly seconds: number;
  readonly mebibytes: number;
}

/** Megabytes that give a function one processor (AWS Lambda's developer guide, memory). */
const oneProcessor = 1769;

/** How many times as slow as a quiet machine this one is at this moment; at least 1. */
async function slowness(): Promise<number> {
  const { stdout } = await run(process.execPath, ['test/sizes/yardstick.ts']);
  return Math.max(1, Number(stdout));
}

/** Does the work in a process that may take no more than half of the function's memory for its objects. */
async function measure(what: string, memorySize: number): Promise<Measured> {
  const limit = `--max-old-space-size=${Math.floor(memorySize / 2)}`;
  const before = await slowness();
  const { stdout } = await run(process.execPath, [limit, 'test/sizes/measure.ts', what]);
  const { seconds, ...measured } = JSON.parse(stdout) as Measured;
  const slow = Math.max(before, await slowness());
  console.info(
    `${what}: ${seconds.toFixed(1)} s of a processor that is ${slow.toFixed(1)} times as slow as a quiet one`,
  );
  return { ...measured, seconds: seconds / slow };
}

/** What a function may run and hold, as the template says; `share` of its time is for this work. */
const limitsOf = (name: string) => {
  const { timeout = 0, memorySize = provider.memorySize } = functions[name] ?? {};
  return { timeout, memorySize, processors: Math.min(1, memorySize / oneProcessor) };
};

test('the sweep may list the accounts for half of its time, and ask for looks at them in the other', () => {
  expect(limitsOf('sweep').timeout).toBeGreaterThanOrEqual((2 * listsForMs) / 1000);
});

describe(`an incident of ${accountsCount * regionsCount} members`, () => {
  test.each([
    ['told and rendered for Slack', 'slack', 'reportToSlack'],
    ['told and rendered for Jira', 'jira', 'reportToJira'],
    ['published for machines', 'machines', 'publishMilestones'],
    ['in the report of the day, with its file', 'day', 'reconcileDay'],
    ['looked for while it is open', 'watch', 'watchOpen'],
    ['looked at again by the press of a button', 'press', 'carryOutAnswers'],
    ['accepted as a baseline of 5,000 incidents', 'baseline', 'sweep'],
  ])('is %s within the time and the memory of its function', async (_, what, name) => {
    const { timeout, memorySize, processors } = limitsOf(name);
    // The rest is for what the network takes.
    const most = 0.8 * timeout * processors;
    const first = await measure(what, memorySize);
    // How slow a busy machine is changes while it is measured: one figure is no evidence.
    const { result, seconds, mebibytes } = first.seconds < most ? first : await measure(what, memorySize);
    expect(result).toBeGreaterThan(1000);
    expect(seconds).toBeLessThan(most);
    expect(mebibytes).toBeLessThan(memorySize);
  });
});
