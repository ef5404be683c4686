import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import type { Packages } from './packages.ts';

type Zips = Packages['zips'];
const staleAfter = 24 * 3600_000;

/** Where packages are unpacked: the user's own directory in the system's temporary one. */
function ownDirectory(): string {
  const directory = join(tmpdir(), `trailwarden-functions-${userInfo().username}`);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const { uid } = lstatSync(directory);
  if (uid !== (process.getuid?.() ?? uid))
    throw new Error(`${directory} belongs to another user. Remove it, or set TMPDIR to another directory.`);
  return directory;
}

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

/** Versions of the packages that no cloud was started from for a day. */
function removeStale(directory: string): void {
  for (const name of readdirSync(directory)) {
    const version = join(directory, name);
    // Another process may remove it at the same time.
    const since = Date.now() - (statSync(version, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (since > staleAfter) rmSync(version, { recursive: true, force: true });
  }
}

/**
 * Unpacks every zip outside of any repository, in `<temporary directory>/<hash of all zips>/<function>/`, and gives that
 * directory. It is made once for all clouds that run the same packages, and removed a day after the last one started.
 */
export function unpack(zips: Zips): string {
  const contents = zips.map(({ name, file }) => ({ name, bytes: new Uint8Array(readFileSync(file)) }));
  const hash = createHash('sha256');
  for (const { name, bytes } of contents) hash.update(name).update(bytes);
  const above = ownDirectory();
  requireNothingAbove(join(above, 'any'));
  const directory = join(above, hash.digest('hex').slice(0, 16));
  if (existsSync(directory)) utimesSync(directory, new Date(), new Date());
  removeStale(above);
  if (existsSync(directory)) return directory;
  const own = `${directory}.${process.pid}.${performance.now()}`;
  for (const { name, bytes } of contents) unzipInto(join(own, name), bytes);
  try {
    renameSync(own, directory);
  } catch (error) {
    rmSync(own, { recursive: true });
    // Two clouds started at the same time: the other one was first, with the same content.
    if (!existsSync(directory)) throw error;
  }
  return directory;
}
