import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const module = new URL('../../src/simulators/at-end.ts', import.meta.url).href;

/** A process that makes a directory of its own, says where, and then does as it is told. */
async function owner(then: string) {
  const script = `
    const { atEnd, ownDirectory } = await import('${module}');
    const { path } = ownDirectory('at-end-');
    const { existsSync } = await import('node:fs');
    atEnd(() => console.log(existsSync(path)));
    console.log(path);
    ${then}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  while (!printed.includes('\n')) await once(child.stdout, 'data');
  const ended = once(child, 'close') as Promise<[number | null, string | null]>;
  return { child, ended, path: printed.split('\n')[0]!, words: () => printed.split('\n').slice(1, -1) };
}

describe('a directory of a process', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'is removed when %s ends the process, which still ends by it',
    async (signal) => {
      const { child, ended, path, words } = await owner('setInterval(() => undefined, 1000);');
      expect(existsSync(path)).toBe(true);
      child.kill(signal);
      expect(await ended).toEqual([null, signal]);
      expect(existsSync(path)).toBe(false);
      // What came later is undone earlier, while the directory was still there.
      expect(words()).toEqual(['true']);
    },
  );

  it.each([
    ['comes to its end', '', 0],
    ['ends itself', 'process.exit(3);', 3],
    ['throws', "throw new Error('at once');", 1],
  ])('is removed when the process %s', async (_, then, code) => {
    const { ended, path } = await owner(then);
    expect(await ended).toEqual([code, null]);
    expect(existsSync(path)).toBe(false);
  });
});
