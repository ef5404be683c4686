import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import type { ResidentOptions } from './resident-runner.ts';
import type { Fate } from './score.ts';
import { fatesOf, scoreOf, table } from './score.ts';

/** A part of the sources, with the tests that have to notice its mutants and the share that they have to notice, in percent. */
interface Part {
  readonly name: string;
  readonly mutate: readonly string[];
  readonly config: 'vitest.config.ts' | 'stores.config.ts';
  readonly count: number;
  readonly goal: number;
}

const ofFolders = (name: string, folders: readonly string[], count: number): Part => ({
  name,
  mutate: folders.map((folder) => (folder.endsWith('.ts') ? folder : `${folder}/**/*.ts`)),
  config: 'vitest.config.ts',
  count,
  goal: 90,
});

const ofStores = 'src/adapters/aws/{dynamo-*,issue-writes,report-notes,rows,write-in-turns}.ts';
const parts: readonly Part[] = [
  ofFolders('judgement', ['src/domain', 'src/usecases'], 1000),
  { name: 'stores', mutate: [ofStores], config: 'stores.config.ts', count: 150, goal: 80 },
];
/** Mutants of one run: what is done is kept, and each run is a sample of its own. */
const slice = 250;

const head = spawnSync('git', ['rev-parse', '--short=12', 'HEAD']).stdout.toString().trim();
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: head },
    count: { type: 'string' },
    part: { type: 'string' },
    folder: { type: 'string' },
    /** Processes at once; the stores have one database for each. */
    workers: { type: 'string', default: '2' },
  },
});
const kept = `.local/mutants/${values.seed}`;

async function run(part: Part, after: number, count: number): Promise<Fate[]> {
  const { name, mutate, config } = part;
  const file = `${kept}/${name.replaceAll('/', '-')}-${after}-${count}.json`;
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Fate[];
  const ofPlugins = {
    resident: {
      config: `test/mutants/${config}`,
      measured: resolve(kept, `${name.replaceAll('/', '-')}-measured.json`),
      root: process.cwd(),
    } satisfies ResidentOptions,
    draw: { after, count, seed: values.seed },
  };
  mkdirSync(kept, { recursive: true });
  const results = await new Stryker({
    ...ofPlugins,
    mutate: [...mutate],
    plugins: ['./test/mutants/resident-runner.ts', './test/mutants/draw.ts'],
    testRunner: 'resident',
    checkers: ['draw'],
    // What is computed when a module is loaded (tables of words, rules, patterns) is compared by the pages made of it.
    ignoreStatic: true,
    disableTypeChecks: false,
    concurrency: Number(values.workers),
    // The runner gives up a slow test by itself; this ends what loops without reaching the mutant.
    timeoutMS: 120_000,
    timeoutFactor: 4,
    dryRunTimeoutMinutes: 30,
    reporters: ['progress-append-only'],
    ignorePatterns: ['.local', '.serverless', 'dist'],
    tempDirName: '.local/mutants/sandbox',
    cleanTempDir: 'always',
  }).runMutationTest();
  const fates = fatesOf(results, process.cwd());
  writeFileSync(file, JSON.stringify(fates));
  return fates;
}

/** The parts that were asked for; folders or files (with commas between them) are a part of their own, with 100 mutants. */
function wanted(): readonly Part[] {
  const { part, folder, count } = values;
  const all =
    folder === undefined
      ? parts.filter(({ name }) => part === undefined || name === part)
      : [ofFolders(folder, folder.split(','), 100)];
  return all.map((one) => (count === undefined ? one : { ...one, count: Number(count) }));
}

const began = performance.now();
const all: Fate[] = [];
const belowGoal: string[] = [];
for (const part of wanted()) {
  const own: Fate[] = [];
  for (let after = 0; after < part.count; after += slice)
    own.push(...(await run(part, after, Math.min(slice, part.count - after))));
  all.push(...own);
  const score = scoreOf(own);
  if (score < part.goal)
    belowGoal.push(`${part.name}: ${score.toFixed(1)} % is below the goal of ${part.goal} %`);
}
for (const { where, was, is, fate } of all)
  if (fate === 'survived' || fate === 'not-covered')
    process.stdout.write(`${fate} ${where}  ${was}  ->  ${is}\n`);
const minutes = ((performance.now() - began) / 60_000).toFixed(1);
process.stdout.write(`\n${table(all)}\n\nseed ${values.seed}, ${minutes} min\n`);
for (const line of belowGoal) process.stdout.write(`${line}\n`);
if (belowGoal.length > 0) process.exitCode = 1;
