import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

test('without Java the demo says which line installs it, at once, and ends with exit code 2', () => {
  const main = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [main, 'demo'], {
    env: { PATH: dirname(process.execPath) },
    encoding: 'utf8',
  });
  expect(stderr).toContain('apt-get install');
  expect(status).toBe(2);
});
