import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { executablePath } from './executable-path.ts';

// The campaigns in a browser drive Debian's Chromium: a download of its own would tie the tests to one more registry.
if (!existsSync(executablePath)) {
  const run = (...args: string[]): boolean => spawnSync('apt-get', args, { stdio: 'inherit' }).status === 0;
  const isInstalled =
    process.getuid?.() === 0 && run('update', '-q') && run('install', '-q', '-y', 'chromium');
  if (!isInstalled) {
    console.error(`Chromium is missing at ${executablePath}. On Debian: sudo apt-get install -y chromium`);
    process.exitCode = 1;
  }
}
