import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { unpack } from '#local/package/unpack.ts';
import { plantedZip } from '#test/given/planted-project.ts';

let temporary: string;
beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'trailwarden-unpack-'));
  vi.stubEnv('TMPDIR', temporary);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(temporary, { recursive: true, force: true });
});

const planted = (code: string) => [plantedZip(join(temporary, 'zips'), code)];

describe('packages are unpacked', () => {
  test('into the temporary directory, once for the same content', () => {
    const directory = unpack(planted('export const handler = 1;'));
    expect(directory.startsWith(temporary)).toBe(true);
    expect(readdirSync(join(directory, 'planted', 'handlers'))).toEqual(['planted.mjs']);
    expect(unpack(planted('export const handler = 1;'))).toBe(directory);
    expect(unpack(planted('export const handler = 2;'))).not.toBe(directory);
  });

  test('only where no node_modules lies above: the function would find in it what its package lacks', () => {
    mkdirSync(join(temporary, 'node_modules'));
    expect(() => unpack(planted('export const handler = 1;'))).toThrow(
      `Functions would find in ${join(temporary, 'node_modules')} what their packages lack. Set TMPDIR`,
    );
  });

  test('and removed when the process ends', () => {
    const zips = planted('export const handler = 1;');
    const module = fileURLToPath(import.meta.resolve('#local/package/unpack.ts'));
    const printed = execFileSync(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `const { unpack } = await import(${JSON.stringify(module)}); console.log(unpack(${JSON.stringify(zips)}));`,
      ],
      { encoding: 'utf8', env: { ...process.env, TMPDIR: temporary } },
    ).trim();
    expect(dirname(printed)).toBe(temporary);
    expect(existsSync(printed)).toBe(false);
  });
});
