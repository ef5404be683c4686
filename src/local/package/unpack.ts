import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { ownDirectory } from '#simulators/at-end.ts';
import type { Packages } from './packages.ts';

type Zips = Packages['zips'];

/** Where this process has unpacked packages already, by the hash of all zips. */
const unpacked = new Map<string, string>();

/** Throws when a node_modules above `directory` could hide a module that a package lacks. */
export function requireNothingAbove(directory: string): void {
  for (let above = dirname(directory); ; above = dirname(above)) {
    const modules = join(above, 'node_modules');
    if (existsSync(modules))
      throw new Error(
        `Functions would find in ${modules} what their packages lack. Set TMPDIR to a directory that is not below ${above}.`,
      );
    if (above === dirname(above)) return;
  }
}

/** Extracts `zip` below `directory`. */
export function unzipInto(directory: string, zip: Uint8Array): void {
  for (const [path, content] of Object.entries(unzipSync(zip))) {
    if (path.endsWith('/')) continue;
    const file = join(directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

/**
 * Unpacks every zip to `<function>/` in a directory outside of any repository, and returns that directory. A process
 * unpacks the same packages once; the directory is removed when the process ends.
 */
export function unpack(zips: Zips): string {
  const contents = zips.map(({ name, file }) => ({ name, bytes: new Uint8Array(readFileSync(file)) }));
  const hash = createHash('sha256');
  for (const { name, bytes } of contents) hash.update(name).update(bytes);
  const version = hash.digest('hex');
  const known = unpacked.get(version);
  if (known !== undefined && existsSync(known)) return known;
  const { path: directory } = ownDirectory('trailwarden-functions-');
  requireNothingAbove(directory);
  for (const { name, bytes } of contents) unzipInto(join(directory, name), bytes);
  unpacked.set(version, directory);
  return directory;
}
