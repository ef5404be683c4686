import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { outputDirectory } from './packages.ts';

/** The bill of materials beside the packages: CycloneDX, from the lock file, without what only development needs. */
export const sbomFile = 'sbom.cdx.json';

/** As much of a CycloneDX document as is written or read here. */
export interface Sbom {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly serialNumber?: string;
  readonly metadata: {
    readonly timestamp?: string;
    readonly component: { readonly name: string; readonly version: string };
  };
  readonly components: readonly {
    readonly name: string;
    readonly version: string;
    readonly purl: string;
    readonly licenses?: readonly unknown[];
  }[];
}

/**
 * The bill of materials of what the functions are bundled from, as npm reads it from package-lock.json; needs no network
 * and no node_modules. The same lock file always gives the same document.
 */
export async function billOfMaterials(root: string): Promise<Sbom> {
  const { stdout } = await promisify(execFile)(
    'npm',
    ['sbom', '--sbom-format=cyclonedx', '--package-lock-only', '--omit=dev', '--omit=optional'],
    { cwd: root, maxBuffer: 16_000_000 },
  );
  // npm's own format; the tests read it again.
  const { serialNumber: _random, metadata, ...document } = JSON.parse(stdout) as Sbom;
  const { timestamp: _now, component, ...about } = metadata;
  // npm names the component after the directory of the checkout.
  const named = { ...component, name: 'trailwarden' };
  const content = { ...document, metadata: { ...about, component: named } };
  return { ...content, serialNumber: `urn:uuid:${uuidOf(JSON.stringify(content))}` };
}

/** Writes the bill of materials into the directory of the packages; throws when npm cannot make it. */
export async function writeSbom(root: string): Promise<void> {
  const sbom = await billOfMaterials(root);
  writeFileSync(join(root, outputDirectory, sbomFile), `${JSON.stringify(sbom, null, 2)}\n`);
}

/** A UUID (version 8: made as the maker likes, RFC 9562) that stands for `text`. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}
