import { spawnSync } from 'node:child_process';

/** Returns when Java 17 or newer is on the PATH; otherwise throws an error with the command that installs it. */
export function requireJava(env: NodeJS.ProcessEnv = process.env): void {
  const asked = spawnSync('java', ['-version'], { env, encoding: 'utf8', timeout: 60_000 });
  const version = Number(/version "(\d+)/.exec(asked.stderr)?.[1] ?? 0);
  if (version >= 17) return;
  const found = version === 0 ? 'there is none on the PATH' : `the one on the PATH is version ${version}`;
  throw new Error(
    [
      `DynamoDB Local needs Java 17 or newer, and ${found}. Install it:`,
      '  Debian, Ubuntu: sudo apt-get install -y openjdk-17-jre-headless   (from Debian 13 on: openjdk-21-jre-headless)',
      '  macOS:          brew install openjdk@17 && export PATH="$(brew --prefix openjdk@17)/bin:$PATH"',
    ].join('\n'),
  );
}
