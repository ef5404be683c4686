import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zipSync } from 'fflate';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A small project in a directory of its own, with the node_modules of this one. */
export interface PlantedProject {
  readonly root: string;
  remove(): void;
}

/** A project of one handler, `handlers/planted.ts`, whose bundle leaves the packages of `exclude` out. */
export function plantedProject(handler: string, exclude: readonly string[]): PlantedProject {
  const directory = mkdtempSync(join(tmpdir(), 'trailwarden-planted-'));
  const settings = { bundle: true, minify: true, target: 'node24', mainFields: ['module', 'main'], exclude };
  mkdirSync(join(directory, 'handlers'));
  writeFileSync(join(directory, 'handlers', 'planted.ts'), handler);
  writeFileSync(join(directory, 'serverless.yml'), JSON.stringify({ custom: { esbuild: settings } }));
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
  return { root: directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

/** The zip of a package that holds `code` as its module, below `directory`. */
export function plantedZip(
  directory: string,
  code: string,
): { readonly name: string; readonly file: string } {
  const file = join(directory, 'planted.zip');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, zipSync({ 'handlers/planted.mjs': Buffer.from(code) }));
  return { name: 'planted', file };
}
