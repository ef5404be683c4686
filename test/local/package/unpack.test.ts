import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
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
const days = (count: number) => new Date(Date.now() - count * 24 * 3600_000);

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

  test('and removed a day after they were last used', () => {
    const [old, recent] = [
      unpack(planted('export const old = 1;')),
      unpack(planted('export const recent = 1;')),
    ];
    utimesSync(old, days(1.1), days(1.1));
    utimesSync(recent, days(0.9), days(0.9));
    const current = unpack(planted('export const current = 1;'));
    expect(existsSync(old)).toBe(false);
    expect(readdirSync(dirname(current))).toHaveLength(2);
    // Who is used again is kept.
    utimesSync(recent, days(1.1), days(1.1));
    unpack(planted('export const recent = 1;'));
    unpack(planted('export const current = 1;'));
    expect(existsSync(recent)).toBe(true);
  });
});
