import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import type { Fate } from './score.ts';
import { fatesOf, scoreOf, table } from './score.ts';

/** A part of the sources, with the tests that have to notice its mutants and the share that they have to notice. */
interface Part {
  readonly name: string;
  readonly mutate: string;
  readonly config: 'vitest.config.ts' | 'stores.config.ts';
  readonly count: number;
}

const rooms = ['values', 'facts', 'policies', 'findings', 'issues', 'announcements', 'reports', 'sweeps'];
const folders = [...rooms.map((room) => `src/domain/${room}`), 'src/usecases'];
/** Mutants of the domain and the use cases together, and of the stores. */
const [sample, sampleOfStores] = [1000, 150];
/** The share that has to be noticed, in percent. */
const goals = { 'vitest.config.ts': 90, 'stores.config.ts': 80 };

const sizeOf = (folder: string): number =>
  globSync(`${folder}/**/*.ts`).reduce((sum, file) => sum + statSync(file).size, 0);

const partOf = (folder: string, count: number): Part => ({
  name: folder.replaceAll('/', '-'),
  mutate: `${folder}/**/*.ts`,
  config: 'vitest.config.ts',
  count,
});

/** Every part, each with as many mutants as its share of the code. */
function allParts(): readonly Part[] {
  const whole = folders.reduce((sum, folder) => sum + sizeOf(folder), 0);
  const stores = 'src/adapters/aws/{dynamo-*,issue-writes,report-notes,rows,write-in-turns}.ts';
  return [
    ...folders.map((folder) => partOf(folder, Math.round((sample * sizeOf(folder)) / whole))),
    { name: 'stores', mutate: stores, config: 'stores.config.ts', count: sampleOfStores },
  ];
}

const head = spawnSync('git', ['rev-parse', '--short=12', 'HEAD']).stdout.toString().trim();
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: head },
    count: { type: 'string' },
    /** One part, by its name; `stores` is one of them. */
    part: { type: 'string' },
    folder: { type: 'string' },
  },
});
const kept = `.local/mutants/${values.seed}`;

async function run({ name, mutate, config, count }: Part): Promise<Fate[]> {
  const file = `${kept}/${name}-${count}.json`;
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Fate[];
  const ofPlugins = {
    vitest: { configFile: `test/mutants/${config}`, related: false },
    draw: { count, seed: values.seed },
  };
  const results = await new Stryker({
    ...ofPlugins,
    mutate: [mutate],
    plugins: ['@stryker-mutator/vitest-runner', './test/mutants/draw.ts'],
    testRunner: 'vitest',
    checkers: ['draw'],
    // What is computed when a module is loaded (tables of words, rules, patterns) is compared by the pages made of it.
    ignoreStatic: true,
    disableTypeChecks: false,
    concurrency: 2,
    timeoutMS: 10_000,
    reporters: ['progress-append-only'],
    ignorePatterns: ['.local', '.serverless', 'dist'],
    tempDirName: '.local/mutants/sandbox',
    cleanTempDir: 'always',
  }).runMutationTest();
  const fates = fatesOf(results, process.cwd());
  mkdirSync(kept, { recursive: true });
  writeFileSync(file, JSON.stringify(fates));
  return fates;
}

/** The parts that were asked for; a folder is a part of its own, with 100 mutants. */
function wanted(): readonly Part[] {
  const { part, folder, count } = values;
  const all =
    folder === undefined
      ? allParts().filter(({ name }) => part === undefined || name === part)
      : [partOf(folder, 100)];
  return all.map((one) => (count === undefined ? one : { ...one, count: Number(count) }));
}

const began = performance.now();
const fates: Record<Part['config'], Fate[]> = { 'vitest.config.ts': [], 'stores.config.ts': [] };
for (const part of wanted()) fates[part.config].push(...(await run(part)));
const all = Object.values(fates).flat();
for (const { where, was, is, fate } of all)
  if (fate === 'survived' || fate === 'not-covered')
    process.stdout.write(`${fate} ${where}  ${was}  ->  ${is}\n`);
const minutes = ((performance.now() - began) / 60_000).toFixed(1);
process.stdout.write(`\n${table(all)}\n\nseed ${values.seed}, ${minutes} min\n`);
for (const config of ['vitest.config.ts', 'stores.config.ts'] as const) {
  const score = scoreOf(fates[config]);
  if (score >= goals[config]) continue;
  process.stdout.write(`${score.toFixed(1)} % is below the goal of ${goals[config]} %\n`);
  process.exitCode = 1;
}
