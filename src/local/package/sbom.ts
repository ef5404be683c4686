import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ownDirectory } from '#simulators/at-end.ts';
import { outputDirectory } from './packages.ts';

/** The name of the bill of materials in the directory of the packages. */
export const sbomFile = 'sbom.cdx.json';

/** The members of a CycloneDX document that are written or read here. */
export interface Sbom {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly serialNumber: string;
  readonly metadata: {
    readonly timestamp: string | undefined;
    readonly component: { readonly name: string; readonly version: string };
  };
  readonly components: readonly {
    readonly name: string;
    readonly version: string;
    readonly purl: string;
    readonly licenses?: readonly {
      readonly license?: { readonly id?: string; readonly name?: string };
      readonly expression?: string;
    }[];
  }[];
}

interface Lock {
  readonly packages: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * The bill of materials of the packages bundled into the functions and the tool, made by npm from package-lock.json
 * without network or node_modules. The same lock file always gives the same document.
 */
export async function billOfMaterials(root: string): Promise<Sbom> {
  const { path: cwd, remove } = ownDirectory('trailwarden-sbom-');
  try {
    writeProductionOnly(root, cwd);
    const { stdout } = await promisify(execFile)(
      'npm',
      ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'],
      { cwd, maxBuffer: 16_000_000 },
    );
    // npm's own format; the tests read it again.
    return stable(JSON.parse(stdout) as Sbom);
  } finally {
    remove();
  }
}

/** Writes the bill of materials into the directory of the packages; throws when npm cannot make it. */
export async function writeSbom(root: string): Promise<void> {
  const sbom = await billOfMaterials(root);
  writeFileSync(join(root, outputDirectory, sbomFile), `${JSON.stringify(sbom, null, 2)}\n`);
}

/**
 * The manifest and lock file without development dependencies. `npm sbom --omit=dev` (npm 11.19) also omits packages
 * that a development dependency depends on as well, such as the S3 client.
 */
function writeProductionOnly(root: string, directory: string): void {
  const development = ['devDependencies', 'optionalDependencies', 'overrides'];
  const production = (manifest: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(Object.entries(manifest).filter(([key]) => !development.includes(key)));
  const read = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8')) as unknown;
  const lock = read('package-lock.json') as Lock;
  const packages = Object.entries(lock.packages)
    .filter(([, { dev, devOptional, optional }]) => !(dev ?? devOptional ?? optional))
    .map(([path, entry]) => [path, path === '' ? production(entry) : entry]);
  const written = {
    'package.json': production(read('package.json') as Record<string, unknown>),
    'package-lock.json': { ...lock, packages: Object.fromEntries(packages) as unknown },
  };
  for (const [file, content] of Object.entries(written))
    writeFileSync(join(directory, file), JSON.stringify(content));
}

/** Replaces npm's random serial number, and removes its timestamp and directory, so that the document is reproducible. */
function stable(sbom: Sbom): Sbom {
  const component = { ...sbom.metadata.component, name: 'trailwarden' };
  const metadata = { ...sbom.metadata, timestamp: undefined, component };
  const content = { ...sbom, serialNumber: '', metadata };
  return { ...content, serialNumber: `urn:uuid:${uuidOf(JSON.stringify(content))}` };
}

/** A UUID derived from `text` (version 8, whose content is up to the implementation, RFC 9562). */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  const [first, second, third, fourth] = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(13, 16),
    hex.slice(17, 20),
  ];
  return `${first}-${second}-8${third}-8${fourth}-${hex.slice(20, 32)}`;
}
