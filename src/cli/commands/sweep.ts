import { spawn } from 'node:child_process';
import { Command } from '@commander-js/extra-typings';
import { suffixOf } from '#adapters/cloudformation/names.ts';
import { suffixFor } from '#adapters/cloudformation/stages.ts';
import { directoryOption, examples, profileOption, stageOption } from '#cli/habits/options.ts';
import type { CentreOptions } from '#cli/centre/open-centre.ts';
import { Failure } from '#cli/habits/failure.ts';
import { configDirectory } from '#cli/habits/where.ts';
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

/** Follows the sweep that began after `since`, line by line on standard error. */
async function follow(options: CentreOptions, since: number): Promise<void> {
  const { openCentre } = await import('#cli/centre/open-centre.ts');
  const { watchSweep } = await import('#cli/centre/watch-sweep.ts');
  const { stores } = await openCentre(options);
  // The clocks of this machine and of the function may differ a little.
  const result = await watchSweep(stores.sweeps, since - 5000, (line) => process.stderr.write(`${line}\n`));
  if (result === undefined)
    throw new Failure({
      what: 'No sweep has begun',
      remedy: 'trailwarden doctor says what is wrong; detection may be off (cloudtrails.enabled).',
      exitCode: 3,
    });
  const { failed, unreadable } = result;
  process.exitCode = failed.length > 0 || result.end === 'deadline' ? 1 : unreadable.length > 0 ? 3 : 0;
}

/** `trailwarden sweep [--accept-baseline]`: sweeps every account now, or accepts the baseline. */
export const sweepCommand = new Command('sweep')
  .description('Looks at every account now; or accepts what stood before Trailwarden came.')
  .option(
    '--accept-baseline',
    'tell what stood before one by one from now on, with tickets; looks at nothing',
    false,
  )
  .option(
    '--watch',
    'follow the sweep to its end; exit code 1 where an account failed, 3 where one refused',
    false,
  )
  .addOption(directoryOption())
  .addOption(stageOption())
  .addOption(profileOption())
  .addHelpText('after', examples(['trailwarden sweep', 'look everywhere now, instead of tomorrow at five']))
  .action(async ({ directory, stage, acceptBaseline, watch }) => {
    const config = loadConfig(configDirectory(directory));
    // A mistyped stage is refused here; AWS would only report a function that does not exist.
    suffixFor(config, stage);
    const { region, functionPrefix: prefix } = config;
    const since = Date.now();
    process.exitCode = await aws(invocation({ region, prefix, stage, acceptBaseline }));
    if (watch && process.exitCode === 0) await follow({ directory, stage }, since);
  });
