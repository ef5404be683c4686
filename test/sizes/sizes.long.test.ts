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
  /** Time of the processor, in seconds, without what playing the table took. */
  readonly seconds: number;
  readonly mebibytes: number;
}

/** Megabytes that give a function one processor (AWS Lambda's developer guide, memory). */
const oneProcessor = 1769;

/** Does the work in a process that may take no more than half of the function's memory for its objects. */
async function measure(what: string, memorySize: number): Promise<Measured> {
  const limit = `--max-old-space-size=${Math.floor(memorySize / 2)}`;
  const { stdout } = await run(process.execPath, [limit, 'test/sizes/measure.ts', what]);
  return JSON.parse(stdout) as Measured;
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
    // The processor of a machine that is busy beside this does less in a second: such a figure is no evidence.
    const { result, seconds, mebibytes } = first.seconds < most ? first : await measure(what, memorySize);
    expect(result).toBeGreaterThan(1000);
    expect(seconds).toBeLessThan(most);
    expect(mebibytes).toBeLessThan(memorySize);
  });
});
