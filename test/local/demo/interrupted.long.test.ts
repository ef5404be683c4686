import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { ownDirectory } from '#simulators/at-end.ts';

const main = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));
const { path: folder, remove } = ownDirectory('trailwarden-interrupted-');
afterAll(remove);

let group: number | undefined;
// A test that fails half-way must not leave what it tests for.
afterEach(() => {
  if (group !== undefined && livesOn(group)) process.kill(-group, 'SIGKILL');
});

/** Whether a process of the group lives. */
function livesOn(id: number): boolean {
  try {
    return process.kill(-id, 0);
  } catch {
    return false; // ESRCH: there is none.
  }
}

interface Demo {
  readonly child: ChildProcess;
  /** Its temporary directory, not shared. */
  readonly temporary: string;
  /** Waits until the demo has printed it. */
  says(text: string): Promise<void>;
}

/** A demo that leads a process group of its own, as one that is started at a terminal does. */
function startDemo(name: string, path = ''): Demo {
  const temporary = join(folder, name);
  mkdirSync(temporary);
  const child = spawn(process.execPath, [main, 'demo'], {
    detached: true,
    env: {
      PATH: `${path}${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
      TMPDIR: temporary,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  group = child.pid;
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const says = (text: string) => vi.waitFor(() => expect(printed).toContain(text), { timeout: 600_000 });
  return { child, temporary, says };
}

const left = ({ temporary }: Demo): string[] => readdirSync(temporary);

async function leavesNothing(demo: Demo): Promise<void> {
  await vi.waitFor(() => expect(livesOn(demo.child.pid!)).toBe(false), { timeout: 120_000 });
  expect(left(demo)).toEqual([]);
}

describe('an interrupted demo leaves neither files nor processes behind', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'when the terminal sends %s to all of it while it plays',
    async (signal) => {
      const demo = startDemo(`all-${signal}`);
      await demo.says('A quiet day');
      expect(left(demo)).toEqual(expect.arrayContaining([expect.stringMatching(/^trailwarden-config-/)]));
      process.kill(-demo.child.pid!, signal);
      const [code, by] = (await once(demo.child, 'exit')) as [number | null, string | null];
      expect([code, by]).toEqual([null, signal]);
      await leavesNothing(demo);
    },
  );

  it('when it alone is told to end, while everything still starts', async () => {
    const demo = startDemo('alone');
    await vi.waitFor(() => expect(left(demo).length).toBeGreaterThan(0), { timeout: 600_000, interval: 5 });
    demo.child.kill('SIGTERM');
    await once(demo.child, 'exit');
    await leavesNothing(demo);
  });
});

it('a start that fails leaves nothing behind, and says with exit code 2 why', async () => {
  const broken = join(folder, 'broken-java');
  mkdirSync(broken);
  writeFileSync(
    join(broken, 'java'),
    '#!/bin/sh\n[ "$1" = -version ] && { echo \'openjdk version "17.0.1"\' >&2; exit; }\necho "no memory" >&2; exit 1\n',
  );
  chmodSync(join(broken, 'java'), 0o755);
  const demo = startDemo('failed', `${broken}:`);
  const ended = once(demo.child, 'exit');
  await demo.says('DynamoDB Local did not start (exit code 1): no memory');
  expect(await ended).toEqual([2, null]);
  await leavesNothing(demo);
});

it('a demo that is killed outright leaves no process behind', async () => {
  const demo = startDemo('killed');
  await demo.says('A quiet day');
  demo.child.kill('SIGKILL');
  await once(demo.child, 'exit');
  await vi.waitFor(() => expect(livesOn(demo.child.pid!)).toBe(false), { timeout: 120_000 });
  // SIGKILL leaves no time to remove files.
  expect(left(demo).sort()).toEqual([
    expect.stringMatching(/^trailwarden-config-/),
    expect.stringMatching(/^trailwarden-functions-/),
  ]);
});
