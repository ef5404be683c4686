import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a run of the tool printed, and how it ended. */
export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

/** How the tool is run. */
export interface ToolRun {
  /** The whole environment beside PATH and a home that is not there. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly cwd?: string | undefined;
  /** Milliseconds by which its `Date` is ahead. */
  readonly clockOffset?: number | undefined;
  readonly onStart?: ((interrupt: () => void) => void) | undefined;
  /** Called with everything that is printed to standard output so far. */
  readonly onOutput?: ((text: string) => void) | undefined;
  /** The entry of an installed tool; default: the one of the checkout. */
  readonly program?: string | undefined;
}

const main = join(process.cwd(), 'src/cli/main.ts');
const shift = new URL('../../src/simulators/aws-cloud/shift-date.ts', import.meta.url).href;
// Runs are many, and each loads the same code.
const compiled = fileURLToPath(new URL('../../.local/compiled/', import.meta.url));

/** Runs `trailwarden ...` in a process of its own, with nothing of this machine's AWS settings. */
export function runTool(args: readonly string[], how: ToolRun = {}): Promise<Ran> {
  const { env = {}, cwd, clockOffset, onStart, onOutput, program = main } = how;
  const began = performance.now();
  const shifted = clockOffset === undefined ? [] : ['--import', shift];
  const child = spawn(process.execPath, [...shifted, program, ...args], {
    cwd,
    env: {
      PATH: process.env['PATH'],
      HOME: '/nonexistent',
      NODE_COMPILE_CACHE: compiled,
      LOCAL_CLOCK_OFFSET: String(clockOffset ?? 0),
      AWS_EC2_METADATA_DISABLED: 'true',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (part: Buffer) => {
    stdout += part.toString();
    onOutput?.(stdout);
  });
  child.stderr.on('data', (part: Buffer) => (stderr += part.toString()));
  onStart?.(() => child.kill('SIGINT'));
  return new Promise((done) =>
    child.on('close', (status) =>
      done({ status, stdout, stderr, seconds: (performance.now() - began) / 1000 }),
    ),
  );
}
