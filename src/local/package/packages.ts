import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashSources } from './sources.ts';

/** Where `serverless package` puts its work, below the project's root. */
export const outputDirectory = '.serverless';
/** Where the source maps of the packaged bundles are: beside the packages, as no function needs them to run. */
export const mapsDirectory = (root: string): string => join(root, outputDirectory, 'maps');
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

/** Name and file of every zip in `directory`. */
export const zipsIn = (directory: string): Packages['zips'] =>
  readdirSync(directory)
    .filter((file) => file.endsWith('.zip'))
    .map((file) => ({ name: file.replace(/\.zip$/, ''), file: join(directory, file) }));

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
  const zips = zipsIn(directory);
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
