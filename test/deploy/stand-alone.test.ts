import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleHandlers } from '#local/package/bundles.ts';
import { outsideFaults } from '#local/package/outside-imports.ts';
import { requirePackages } from '#local/package/packages.ts';
import { entryOf, faultAlone } from '#local/package/stand-alone.ts';
import { requireNothingAbove, unpack, unzipInto } from '#local/package/unpack.ts';
import { plantedProject, plantedZip } from '#test/given/planted-project.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { zips } = requirePackages(root);

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'trailwarden-alone-'));
  requireNothingAbove(directory);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function unpackedAlone({ name, file }: (typeof zips)[number]) {
  const unpacked = { name, directory: join(directory, name) };
  unzipInto(unpacked.directory, new Uint8Array(readFileSync(file)));
  return unpacked;
}

describe('from an empty directory, as in Lambda,', () => {
  test.each(zips)('the packaged $name is imported and called once, and lacks no module', (zip) => {
    expect(faultAlone(unpackedAlone(zip))).toBeUndefined();
  });

  test('a function that lacks a module is told with its name and the module', () => {
    const lacking = plantedZip(directory, "import 'zod'; export const handler = async () => {};");
    expect(faultAlone(unpackedAlone(lacking))).toBe(
      "The packaged function planted does not run outside this repository: Cannot find package 'zod'.",
    );
  });

  test('and also one that asks for it only when it is called, and goes on without', () => {
    const code =
      "export const handler = async () => import('zod').catch((error) => console.log(error.message));";
    expect(faultAlone(unpackedAlone(plantedZip(directory, code)))).toContain("Cannot find package 'zod'");
  });

  test('and one that fails as it starts', () => {
    const code = "throw new Error('no good'); export const handler = 1;";
    expect(faultAlone(unpackedAlone(plantedZip(directory, code)))).toContain('no good');
  });
});

describe('the bundles, scanned for imports,', () => {
  test('import nothing but Node and, where the code is reached, what is left out on purpose', async () => {
    const made = await bundleHandlers(root);
    expect(made.bundles).toHaveLength(zips.length);
    expect(outsideFaults(made)).toEqual([]);
    // And what was scanned is what is packaged.
    const unpacked = unpack(zips);
    for (const { name } of zips) {
      const entry = entryOf({ name, directory: join(unpacked, name) });
      const bundle = made.bundles.find((one) => `${one.name}.mjs` === basename(entry));
      expect(readFileSync(entry).equals(bundle!.code)).toBe(true);
    }
  });

  test.each([
    {
      what: 'with the exclude that once broke the reading of buckets',
      handler:
        "import { S3Client } from '@aws-sdk/client-s3'; export const handler = async () => new S3Client({});",
      exclude: ['@smithy/core/event-streams'],
      fault:
        'The bundle of handlers/planted.ts imports @smithy/core/event-streams, which it does not hold, as soon as it starts: take it out of custom.esbuild.exclude in serverless.yml.',
    },
    {
      what: 'that leave out what is imported at once',
      handler: "export { z as handler } from 'zod';",
      exclude: ['zod'],
      fault:
        'The bundle of handlers/planted.ts imports zod, which it does not hold, as soon as it starts: take it out of custom.esbuild.exclude in serverless.yml.',
    },
    {
      what: 'that leave out what is required',
      handler: "export const handler = () => require('zod');",
      exclude: ['zod'],
      fault:
        'The bundle of handlers/planted.ts imports zod, which it does not hold, as soon as it starts: take it out of custom.esbuild.exclude in serverless.yml.',
    },
    {
      what: 'that leave out what is never imported',
      handler: 'export const handler = async () => 1;',
      exclude: ['zod'],
      fault: 'No bundle imports zod: take it out of custom.esbuild.exclude in serverless.yml.',
    },
  ])('are refused $what', async ({ handler, exclude, fault }) => {
    const planted = plantedProject(handler, exclude);
    const made = await bundleHandlers(planted.root).finally(() => planted.remove());
    expect(
      outsideFaults(made).filter((one) => exclude.some((name) => one.includes(`imports ${name}`))),
    ).toEqual([fault]);
  });

  test('may leave out what is imported only where it is reached', async () => {
    const planted = plantedProject("export const handler = () => import('zod');", ['zod']);
    const made = await bundleHandlers(planted.root).finally(() => planted.remove());
    expect(made.bundles.map(({ outside }) => outside)).toEqual([
      [expect.objectContaining({ path: 'zod', kind: 'dynamic-import' })],
    ]);
    expect(outsideFaults(made)).toEqual([]);
    // On purpose only: nothing else may be left out.
    expect(outsideFaults({ ...made, leftOut: [] })).toEqual([
      'The bundle of handlers/planted.ts imports zod, which it does not hold and Lambda does not have.',
    ]);
  });
});

test('no package carries a source map; the maps lie beside the packages', () => {
  for (const zip of zips) {
    const entry = entryOf(unpackedAlone(zip));
    expect(existsSync(`${entry}.map`)).toBe(false);
    expect(readFileSync(entry, 'utf8')).not.toContain('sourceMappingURL');
    expect(existsSync(join(root, '.serverless', 'maps', `${basename(entry)}.map`))).toBe(true);
  }
});
