import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Failure } from './failure.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Makes the functions' packages if they do not match the sources, as `npm run package` does; a second when they do. */
export function makePackages(): void {
  const made = spawnSync(process.execPath, ['src/local/package/main.ts'], { cwd: root, encoding: 'utf8' });
  if (made.status === 0) return;
  const what = `The functions could not be packaged: ${made.stderr.trim().slice(0, 1000)}`;
  throw new Failure({ what, remedy: 'Mend that, then run this again.', exitCode: 2 });
}
