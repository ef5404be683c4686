import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The files and directories that affect the contents of the packages. */
const packaged = [
  'handlers',
  'src/doors',
  'src/domain',
  'src/ports',
  'src/usecases',
  'src/adapters',
  'src/config',
  'config',
  'serverless.yml',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
] as const;

/** The hash of all sources that go into the packages: names and contents, no times. */
export function hashSources(root: string): string {
  const hash = createHash('sha256');
  for (const name of packaged) {
    for (const file of filesBelow(root, name)) {
      const content = readFileSync(join(root, file));
      hash.update(`${file}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest('hex');
}

function filesBelow(root: string, path: string): string[] {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [path];
  return readdirSync(full)
    .sort()
    .flatMap((name) => filesBelow(root, `${path}/${name}`));
}
