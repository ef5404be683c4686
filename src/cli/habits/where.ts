import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** npm runs scripts in the root of the checkout; paths on the command line begin where the person stands. */
export function standWhereThePersonStands(): void {
  const { INIT_CWD: stands, npm_lifecycle_event: script } = process.env;
  if (script !== undefined && stands !== undefined) process.chdir(stands);
}

/** The directory of the three documents: as named, else `config` here, else that of the checkout. */
export function configDirectory(named: string | undefined): string {
  if (named !== undefined) return named;
  const own = fileURLToPath(new URL('../../../config', import.meta.url));
  return existsSync('config') || !existsSync(join(own, 'config.json')) ? 'config' : own;
}
