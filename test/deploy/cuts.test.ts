import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type BuildFailure, type Plugin } from 'esbuild';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

// Plain JavaScript for the packager, with no types of its own.
const packager: string = new URL('../../config/cloud/esbuild-plugins.js', import.meta.url).href;
const { default: plugins } = (await import(packager)) as { default: Plugin[] };

let project: string;
beforeEach(() => void (project = mkdtempSync(join(tmpdir(), 'trailwarden-cuts-'))));
afterEach(() => rmSync(project, { recursive: true, force: true }));

/** Puts a library into the project that has one file. */
function plant(library: string, version: string, file: string, contents: string): string {
  const directory = join(project, 'node_modules', library);
  const path = join(directory, file);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(join(directory, 'package.json'), JSON.stringify({ name: library, version }));
  writeFileSync(path, contents);
  return path;
}

/** Why the build of `entry` with the packager's plugins fails; the code when it does not. */
async function built(entry: string): Promise<{ faults: readonly string[]; code?: string | undefined }> {
  const settings = { absWorkingDir: project, bundle: true, format: 'esm', write: false } as const;
  try {
    const { outputFiles } = await build({ ...settings, entryPoints: [entry], plugins, logLevel: 'silent' });
    return { faults: [], code: outputFiles[0]?.text };
  } catch (error) {
    const { errors } = error as BuildFailure;
    return { faults: [...new Set(errors.map(({ text }) => text))] };
  }
}

const languages = 'export { default as de } from "./de.js";\nexport { default as en } from "./en.js";\n';

describe('what is cut out of a library', () => {
  test('is cut out of the version that the cut was written for', async () => {
    const entry = plant('zod', '4.6.7', 'v4/locales/index.js', languages);
    writeFileSync(join(entry, '..', 'en.js'), 'export default () => "English";');
    const { faults, code } = await built(entry);
    expect(faults).toEqual([]);
    expect(code).toContain('English');
  });

  test('is not cut out of another version: the build says in one line what to look at again', async () => {
    const entry = plant('zod', '4.7.0', 'v4/locales/index.js', languages);
    const { faults } = await built(entry);
    expect(faults).toContain(
      'only-english cuts zod 4.6.7, and 4.7.0 is installed. Check that its languages are still one export each, and "en" in en.js is still the default; then put 4.7.0 into config/cloud/esbuild-plugins.js.',
    );
    for (const fault of faults) expect(fault).not.toContain('\n');
  });

  test('is looked at also where the library has moved the file, so that nothing would be cut', async () => {
    const entry = plant('@smithy/core', '4.0.0', 'lib/streams.js', 'export const a = 1;');
    const { faults } = await built(entry);
    expect(faults.join('\n')).toMatch(
      /^no-event-streams cuts @smithy\/core 3\.41\.0, and 4\.0\.0 is installed/m,
    );
  });

  test.each([
    ['only-english', 'zod', '4.6.7', 'v4/locales/index.js', 'export const all = {};'],
    ['no-json-schema', 'zod', '4.6.7', 'v4/core/to-json-schema.js', 'module.exports = {};'],
    ['only-versions', '@aws-sdk/client-sqs', '3.1169.0', 'package.json', '{"version":"3.1169.0"}'],
    ['no-endpoint-discovery', '@aws-sdk/endpoint-cache', '3.972.11', 'dist-es/index.js', 'export default 1;'],
    ['only-for-lambda', '@smithy/core', '3.41.0', 'dist-es/md5/Md5Js.js', 'export const Md5Js = 1;'],
    [
      ...(['no-event-streams', '@smithy/core', '3.41.0'] as const),
      'dist-es/submodules/event-streams/index.js',
      'export { EventStreamSerde } from "./a.js";',
    ],
    [
      ...(['terse-errors', '@aws-sdk/client-sqs', '3.1169.0', 'dist-es/models/errors.js'] as const),
      'export class QueueGone extends __BaseException { more() {} }',
    ],
    [
      ...(['errors-by-name', '@aws-sdk/client-sqs', '3.1169.0', 'dist-es/schemas/schemas_0.js'] as const),
      'export const a = 1;',
    ],
  ])('%s fails where it finds nothing to cut', async (name, ...[library, version, file, contents]) => {
    const entry = plant(library, version, file, contents);
    const { faults } = await built(entry);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(
      new RegExp(`^${name} finds nothing to cut in ${file} of ${library} ${version}\\. Check that .+\\.$`),
    );
  });

  test('every cut has such a case', () => {
    expect(plugins.map(({ name }) => name).sort()).toEqual(
      [
        ...['errors-by-name', 'no-endpoint-discovery', 'no-event-streams', 'no-json-schema'],
        ...['only-english', 'only-for-lambda', 'only-versions', 'terse-errors'],
      ].sort(),
    );
  });
});
