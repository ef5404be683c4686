import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ownDirectory } from '#simulators/at-end.ts';
import { buildTool } from '#local/package/tool.ts';
import type { Bench, Measurement } from './bench.ts';
import { percentile } from './bench.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const rounds = 15;

/** Milliseconds from start to end of a fresh Node with these arguments. */
function run(args: readonly string[]): number {
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  const ms = performance.now() - began;
  if (status !== 0) throw new Error(`node ${args.join(' ')} failed: ${stderr}`);
  return ms;
}

function figuresOf(subject: string, times: readonly number[], goal?: number): Measurement[] {
  const median = { subject, figure: 'median', value: percentile(times, 0.5), unit: 'ms' } as const;
  return [
    { ...median, ...(goal !== undefined && { goal }) },
    { subject, figure: 'slowest', value: Math.max(...times), unit: 'ms' },
  ];
}

/** How long the installed tool takes to print its version. */
export const version: Bench = {
  name: 'version',
  about: `The bundled tool says its version in a fresh process, beside bare node; ${rounds} rounds.`,
  run: async (progress) => {
    const { path, remove } = ownDirectory('trailwarden-tool-');
    await buildTool(root, path);
    const tool: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      progress(`round ${round + 1} of ${rounds}`);
      bare.push(run(['-e', '0']));
      tool.push(run([join(path, 'trailwarden.cjs'), '--version']));
    }
    remove();
    return {
      measurements: [...figuresOf('bare node', bare), ...figuresOf('trailwarden --version', tool, 200)],
      notes: [],
    };
  },
};
