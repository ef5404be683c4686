import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { hashSources } from './sources.ts';

/** Where `serverless package` puts its work, below the project's root. */
export const outputDirectory = '.serverless';
const templateFile = 'cloudformation-template-update-stack.json';

/** Packages that match the sources. */
export interface Packages {
  /** The compiled template, parsed. */
  readonly template: unknown;
  /** Name and zip file of every function's package. */
  readonly zips: readonly { readonly name: string; readonly file: string }[];
  /** The service's name, stage and Region as serverless.yml gives them. */
  readonly service: { readonly name: string; readonly stage: string; readonly region: string };
}

/** The packages below `root`, or why they cannot be used; they can only if they were made from the sources as they are. */
export function readPackages(root: string): Packages | { readonly fault: string } {
  const directory = join(root, outputDirectory);
  const sources = join(directory, 'sources.json');
  if (!existsSync(sources) || !existsSync(join(directory, templateFile)))
    return { fault: 'there are no packages' };
  const { hash, service } = JSON.parse(readFileSync(sources, 'utf8')) as {
    hash: string;
    service: Packages['service'];
  };
  if (hash !== hashSources(root)) return { fault: 'the packages were made from other sources' };
  const zips = readdirSync(directory)
    .filter((file) => file.endsWith('.zip'))
    .map((file) => ({ name: file.replace(/\.zip$/, ''), file: join(directory, file) }));
  const template: unknown = JSON.parse(readFileSync(join(directory, templateFile), 'utf8'));
  return { template, zips, service };
}

/** Notes which sources the packages were made from. */
export function stampPackages(root: string, hash: string, service: Packages['service']): void {
  writeFileSync(
    join(root, outputDirectory, 'sources.json'),
    `${JSON.stringify({ hash, service }, null, 2)}\n`,
  );
}

/** The packages below `root`; throws the line that makes them when they do not match the sources. */
export function requirePackages(root: string): Packages {
  const packages = readPackages(root);
  if ('fault' in packages)
    throw new Error(
      `The local cloud runs the packaged functions, and ${packages.fault}. Run: npm run package`,
    );
  return packages;
}

/**
 * Unpacks every zip below `.local/<hash of all zips>/<function>/`, once, and gives that directory.
 * Older directories are left for clouds that still run from them.
 */
export function unpack(root: string, { zips }: Packages): string {
  const contents = zips.map(({ name, file }) => ({ name, bytes: readFileSync(file) }));
  const hash = createHash('sha256');
  for (const { name, bytes } of contents) hash.update(name).update(bytes);
  const local = join(root, '.local');
  const directory = join(local, hash.digest('hex').slice(0, 16));
  if (existsSync(directory)) return directory;
  mkdirSync(local, { recursive: true });
  // The project's own package.json ("type": "module") must not decide how Lambda would read a .js file.
  writeFileSync(join(local, 'package.json'), '{}\n');
  const own = `${directory}.${process.pid}.${performance.now()}`;
  for (const { name, bytes } of contents) {
    for (const [path, content] of Object.entries(unzipSync(new Uint8Array(bytes)))) {
      if (path.endsWith('/')) continue;
      const file = join(own, name, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
  }
  try {
    renameSync(own, directory);
  } catch (error) {
    rmSync(own, { recursive: true });
    // Two clouds started at the same time: the other one was first, with the same content.
    if (!existsSync(directory)) throw error;
  }
  return directory;
}
