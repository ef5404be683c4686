import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import type { Fate } from './score.ts';
import { fatesOf, scoreOf, table } from './score.ts';

/** A part of the sources, with the tests that have to notice its mutants and the share that they have to notice. */
interface Part {
  readonly name: string;
  readonly mutate: readonly string[];
  readonly config: string;
  readonly count: number;
  /** In percent. */
  readonly goal: number;
}

// The domain has about twice as much code as the use cases.
const parts: readonly Part[] = [
  { name: 'domain', mutate: ['src/domain/**/*.ts'], config: 'vitest.config.ts', count: 680, goal: 90 },
  { name: 'usecases', mutate: ['src/usecases/**/*.ts'], config: 'vitest.config.ts', count: 320, goal: 90 },
  {
    name: 'stores',
    mutate: ['src/adapters/aws/dynamo-*.ts', 'src/adapters/aws/{issue-writes,rows}.ts'],
    config: 'stores.config.ts',
    count: 150,
    goal: 80,
  },
];

const { values } = parseArgs({
  options: {
    seed: {
      type: 'string',
      default: spawnSync('git', ['rev-parse', '--short=12', 'HEAD']).stdout.toString().trim(),
    },
    count: { type: 'string' },
    part: { type: 'string' },
    folder: { type: 'string' },
  },
});

const root = process.cwd();
const kept = `.local/mutants/${values.seed}`;

async function run({ name, mutate, config, count }: Part): Promise<Fate[]> {
  const file = `${kept}/${name}-${count}.json`;
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Fate[];
  const results = await new Stryker({
    mutate: [...mutate],
    plugins: ['@stryker-mutator/vitest-runner', './test/mutants/draw.ts'],
    testRunner: 'vitest',
    // A sandbox holds the project's files at the same paths, so they are found from there too.
    ...{
      vitest: { configFile: `test/mutants/${config}`, related: false },
      draw: { count, seed: values.seed },
    },
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
  const fates = fatesOf(results, root);
  mkdirSync(kept, { recursive: true });
  writeFileSync(file, JSON.stringify(fates));
  return fates;
}

/** The parts that were asked for; a folder is a part of its own, with 100 mutants. */
function wanted(): readonly Part[] {
  const { part, folder } = values;
  const chosen = parts.filter(({ name }) => part === undefined || name === part);
  const own =
    folder === undefined
      ? undefined
      : parts.find(({ mutate }) => mutate.some((one) => folder.startsWith(one.split('/**')[0] ?? one)));
  const all =
    own && folder
      ? [{ ...own, name: folder.replaceAll('/', '-'), mutate: [`${folder}/**/*.ts`], count: 100 }]
      : chosen;
  return all.map((one) => (values.count === undefined ? one : { ...one, count: Number(values.count) }));
}

const began = performance.now();
const fates: Fate[] = [];
const failed: string[] = [];
for (const part of wanted()) {
  const own = await run(part);
  fates.push(...own);
  if (scoreOf(own) < part.goal) failed.push(`${part.name}: ${scoreOf(own).toFixed(1)} % of ${part.goal} %`);
}
for (const { where, was, is, fate } of fates)
  if (fate === 'survived' || fate === 'not-covered')
    process.stdout.write(`${fate} ${where}  ${was}  ->  ${is}\n`);
const minutes = ((performance.now() - began) / 60_000).toFixed(1);
process.stdout.write(`\n${table(fates)}\n\nseed ${values.seed}, ${minutes} min\n`);
if (failed.length > 0) process.stdout.write(`below the goal: ${failed.join(', ')}\n`);
process.exitCode = failed.length > 0 ? 1 : 0;
