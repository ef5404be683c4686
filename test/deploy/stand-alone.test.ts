import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requirePackages } from '#local/package/packages.ts';

const { zips } = requirePackages(fileURLToPath(new URL('../../', import.meta.url)));

let directory: string;
beforeAll(() => void (directory = mkdtempSync(join(tmpdir(), 'trailwarden-alone-'))));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function unpackAlone(name: string, zip: string): string {
  for (const [path, content] of Object.entries(unzipSync(new Uint8Array(readFileSync(zip))))) {
    const file = join(directory, name, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return join(directory, name);
}

describe('from an empty directory, as in Lambda,', () => {
  test.each(zips)('the packaged $name lacks no module', ({ name, file }) => {
    const home = unpackAlone(name, file);
    const [entry] = readdirSync(join(home, 'handlers')).filter((one) => one.endsWith('.mjs'));
    const load = `import(${JSON.stringify(pathToFileURL(join(home, 'handlers', entry!)).href)})`;
    const { stderr } = spawnSync(process.execPath, ['-e', load], { cwd: home, env: {}, encoding: 'utf8' });
    // What the environment lacks is no fault of the bundle.
    expect(stderr).not.toContain('ERR_MODULE_NOT_FOUND');
  });
});
