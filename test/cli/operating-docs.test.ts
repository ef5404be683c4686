import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { calledName, leaves } from '#cli/habits/program.ts';
import { wholeProgram } from '#test/house/commands.ts';

const text = readFileSync(new URL('../../docs/operating.md', import.meta.url), 'utf8');
const daily = text.slice(text.indexOf('## Every day'), text.indexOf('## Where the logs are'));
const acts = [...daily.matchAll(/^\| [^|]+ \| `(trailwarden [^`]+)` \| (\d+)/gm)].map(
  ([, command = '', keys = '']) => ({ command, keys: Number(keys) }),
);
/** As long as an incident's id, which is pasted. */
const id = 'x'.repeat(36);

describe('docs/operating.md', () => {
  test('times each daily act in the keys that it takes', () => {
    expect(acts.length).toBeGreaterThan(15);
    const wrong = acts.filter(({ command, keys }) => command.replace(' ID', ` ${id}`).length !== keys);
    expect(wrong).toEqual([]);
  });

  test('names commands that there are', async () => {
    const known = leaves(await wholeProgram()).map(calledName);
    const named = acts.map(({ command }) => known.find((name) => `${command} `.startsWith(`${name} `)));
    expect(named).not.toContain(undefined);
  });

  test('has an act for every command of an operator', async () => {
    const operators = /^trailwarden (?:issues|incidents|dead-letters) /;
    const all = leaves(await wholeProgram())
      .map(calledName)
      .filter((name) => operators.test(name));
    const missing = all.filter((name) => !acts.some(({ command }) => command.startsWith(name)));
    expect(missing).toEqual([]);
  });

  test('asks for no raw command on tables and queues of the centre', () => {
    const raw = text.split('\n').filter((line) => /aws (?:sqs|dynamodb|dynamodbstreams) /.test(line));
    // Queues of watched accounts, which the centre's commands do not reach.
    expect(raw.filter((line) => !line.includes('trailwarden-forwarding-dead-letters'))).toEqual([]);
  });
});
