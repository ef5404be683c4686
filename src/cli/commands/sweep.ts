import { spawn } from 'node:child_process';
import { defineCommand } from 'citty';
import { suffixOf } from '#adapters/cloudformation/names.ts';
import { Refusal } from '#adapters/cloudformation/refusal.ts';
import { suffixFor } from '#adapters/cloudformation/stages.ts';
import { ConfigError } from '#config/fault.ts';
import { loadConfig } from '#config/load.ts';

/** The AWS CLI's arguments to invoke the sweep's function: for a sweep now, or to accept the baseline. */
export function invocation(about: {
  readonly region: string;
  /** What the function's name begins with (`aws.function_prefix`). */
  readonly prefix: string;
  readonly stage: string;
  readonly acceptBaseline: boolean;
}): readonly string[] {
  const payload = about.acceptBaseline ? { task: 'accept-baseline' } : {};
  return [
    ...['lambda', 'invoke', '--region', about.region],
    ...['--function-name', `${about.prefix}initiate-cloudtrails${suffixOf(about.stage)}`],
    ...['--cli-binary-format', 'raw-in-base64-out', '--payload', JSON.stringify(payload)],
    '/dev/stdout',
  ];
}

/** Runs the AWS CLI with the operator's own credentials; answers its exit code, 127 when it is not installed. */
function aws(args: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn('aws', args, { stdio: 'inherit' });
    child.on('error', () => {
      process.stderr.write(`The AWS CLI was not found. Run this where it is:\naws ${args.join(' ')}\n`);
      resolve(127);
    });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** `trailwarden sweep [--accept-baseline]`: sweeps every account now, or accepts the baseline. */
export const sweepCommand = defineCommand({
  meta: {
    name: 'sweep',
    description: 'Looks at every account now; or accepts what stood before Trailwarden came',
  },
  args: {
    'accept-baseline': {
      type: 'boolean',
      default: false,
      description: 'Tell what stood before one by one from now on, with tickets; looks at nothing',
    },
    directory: { type: 'string', default: 'config', valueHint: 'DIR', description: 'Where config.json is' },
    stage: { type: 'string', default: 'prod', description: 'The stage that is deployed' },
  },
  async run({ args }) {
    try {
      const config = loadConfig(args.directory);
      // A mistyped stage is refused here; AWS would only report a function that does not exist.
      suffixFor(config, args.stage);
      const { region, functionPrefix: prefix } = config;
      process.exitCode = await aws(
        invocation({ region, prefix, stage: args.stage, acceptBaseline: args['accept-baseline'] }),
      );
    } catch (error) {
      if (!(error instanceof ConfigError || error instanceof Refusal)) throw error;
      process.stderr.write(`${error.message}\n`);
      process.exitCode = 1;
    }
  },
});
