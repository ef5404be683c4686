import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { requirePackages } from '#local/package/packages.ts';
import { entryOf, environmentIn } from '#local/package/stand-alone.ts';
import { unpack } from '#local/package/unpack.ts';
import type { Bench, Measurement } from './bench.ts';
import { percentile } from './bench.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const rounds = 15;

/** The goals for one function. */
const goals: Readonly<Record<string, { readonly times: number; readonly KiB: number }>> = {
  evaluate: { times: 4.3, KiB: 600 },
};

interface Packaged {
  readonly name: string;
  readonly directory: string;
  readonly entry: string;
  readonly zip: string;
}

function packaged(): Packaged[] {
  const packages = requirePackages(root);
  const unpacked = unpack(packages.zips);
  return packages.zips.map(({ name, file }) => {
    const directory = join(unpacked, name);
    return { name, directory, entry: entryOf({ name, directory }), zip: file };
  });
}

/** Milliseconds from start to end of a fresh process that loads `entry`, or nothing. */
function freshProcess(entry: string | undefined, env: Readonly<Record<string, string>>): number {
  const load = entry === undefined ? '' : `await import(${JSON.stringify(pathToFileURL(entry).href)});`;
  const began = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', `${load}process.exit(0)`],
    { env, encoding: 'utf8' },
  );
  const ms = performance.now() - began;
  if (status !== 0) throw new Error(`${entry ?? 'node'} could not be loaded: ${stderr}`);
  return ms;
}

function figuresOf({ name, entry, zip }: Packaged, times: readonly number[], bare: number): Measurement[] {
  const goal = goals[name];
  const median = percentile(times, 0.5);
  return [
    { subject: name, figure: 'cold import', value: median, unit: 'ms' },
    {
      subject: name,
      figure: 'of bare node',
      value: median / bare,
      unit: 'x',
      ...(goal && { goal: goal.times }),
    },
    {
      subject: name,
      figure: 'minified',
      value: readFileSync(entry).length / 1024,
      unit: 'KiB',
      ...(goal && { goal: goal.KiB }),
    },
    { subject: name, figure: 'zipped', value: statSync(zip).size / 1024, unit: 'KiB' },
  ];
}

/** How long a fresh process needs to load each packaged function, and how large the function is. */
export const coldStart: Bench = {
  name: 'cold-start',
  about: `Loading each packaged function in a fresh process, beside bare node; median of ${rounds} rounds.`,
  run: async (progress) => {
    const functions = packaged();
    const bare: number[] = [];
    const times = new Map(functions.map(({ name }) => [name, [] as number[]]));
    // Measured in turns, so that other load on the machine affects all alike.
    for (let round = 0; round < rounds; round += 1) {
      progress(`round ${round + 1} of ${rounds}`);
      bare.push(freshProcess(undefined, environmentIn('.')));
      for (const { name, entry, directory } of functions)
        times.get(name)?.push(freshProcess(entry, environmentIn(directory)));
    }
    const alone = percentile(bare, 0.5);
    return {
      measurements: [
        { subject: 'bare node', figure: 'cold import', value: alone, unit: 'ms' },
        ...functions.flatMap((one) => figuresOf(one, times.get(one.name) ?? [], alone)),
      ],
      notes: ['Zipped includes the configuration.'],
    };
  },
};
