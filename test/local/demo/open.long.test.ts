import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { ownDirectory } from '#simulators/at-end.ts';

const main = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));
const { path: folder, remove } = ownDirectory('trailwarden-open-');
afterAll(remove);

/** Whether a process of the group lives. */
function livesOn(id: number): boolean {
  try {
    return process.kill(-id, 0);
  } catch {
    return false; // ESRCH: there is none.
  }
}

const started: number[] = [];
// A test that fails half-way must not leave what it tests for.
afterEach(() => started.filter(livesOn).forEach((id) => process.kill(-id, 'SIGKILL')));

interface Playing {
  readonly child: ChildProcess;
  readonly temporary: string;
  readonly printed: () => string;
  /** The address, as soon as it is printed. */
  url(): Promise<string>;
}

/** A playground as it is started with its output piped, in a process group of its own. */
function start(name: string): Playing {
  const temporary = join(folder, name);
  mkdirSync(temporary);
  const child = spawn(process.execPath, [main, 'demo', '--open', '--accounts', '3'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
      TMPDIR: temporary,
      HOME: temporary,
    },
  });
  started.push(child.pid!);
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return {
    child,
    temporary,
    printed: () => text,
    url: async () => {
      await vi.waitFor(() => expect(text).toContain('\n'), { timeout: 600_000 });
      return text.trim();
    },
  };
}

it('piped it prints its address and nothing else; two at once work, and Ctrl-C leaves nothing', async () => {
  const [one, other] = [start('one'), start('other')];
  const urls = await Promise.all([one.url(), other.url()]);
  for (const url of urls) {
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{43}\/$/);
    expect((await fetch(url)).status).toBe(200);
  }
  expect(urls[0]).not.toBe(urls[1]);
  for (const { child, temporary, printed } of [one, other]) {
    process.kill(-child.pid!, 'SIGINT');
    await once(child, 'exit');
    await vi.waitFor(() => expect(livesOn(child.pid!)).toBe(false), { timeout: 120_000 });
    expect(readdirSync(temporary).filter((name) => name.startsWith('trailwarden-'))).toEqual([]);
    expect(printed()).toMatch(/^http:\S+\n$/);
  }
});
