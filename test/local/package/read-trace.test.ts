import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleHandlers } from '#local/package/bundles.ts';
import { readTrace } from '#local/package/read-trace.ts';
import { plantedProject, type PlantedProject } from '#test/given/planted-project.ts';

const source = `// A handler that fails in its fourth line.
export const handler = (words: readonly string[]): never => {
  const sentence = words.join(' ');
  throw new Error(sentence);
};
`;

let directory: string;
let project: PlantedProject;
let stack: string;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'trailwarden-trace-'));
  project = plantedProject(source, []);
  const [bundle] = (await bundleHandlers(project.root)).bundles;
  writeFileSync(join(directory, 'planted.mjs'), bundle!.code);
  writeFileSync(join(directory, 'planted.mjs.map'), bundle!.map);
  const module = (await import(pathToFileURL(join(directory, 'planted.mjs')).href)) as {
    handler: (words: readonly string[]) => never;
  };
  try {
    module.handler(['no', 'good']);
  } catch (error) {
    stack = (error as Error).stack ?? '';
  }
});
afterAll(() => {
  project.remove();
  rmSync(directory, { recursive: true, force: true });
});

/** The trace as Lambda prints it. */
const inLambda = () => stack.replaceAll(`${directory}/`, '/var/task/handlers/');

test('a stack trace of a packaged function is read with the places of the sources', () => {
  expect(inLambda()).toMatch(/\/var\/task\/handlers\/planted\.mjs:1:\d+/);
  expect(readTrace(inLambda(), directory)).toContain('handlers/planted.ts:4:9');
});

test('also inside a line of JSON', () => {
  expect(readTrace(JSON.stringify({ error: { stack: inLambda() } }), directory)).toContain(
    'handlers/planted.ts:4:9',
  );
});

test('what no map knows stays as it is', () => {
  const other = 'at a (/var/task/handlers/other.mjs:1:10)\nat b (node:internal/process:1:2)';
  expect(readTrace(other, directory)).toBe(other);
});
