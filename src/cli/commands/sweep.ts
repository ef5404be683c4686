import { Command } from '@commander-js/extra-typings';
import { boundedWaits } from '#adapters/aws/clients.ts';
import { centralNames, suffixOf } from '#adapters/cloudformation/names.ts';
import { suffixFor } from '#adapters/cloudformation/stages.ts';
import { directoryOption, examples, profileOption, stageOption } from '#cli/habits/options.ts';
import type { CentreOptions } from '#cli/centre/open-centre.ts';
import { Failure } from '#cli/habits/failure.ts';
import { configDirectory } from '#cli/habits/where.ts';
import type { Config } from '#config/config.ts';
import { loadConfig } from '#config/load.ts';
import { plain } from '#domain/announcements/wording.ts';

/** The function may run for a minute; the time limits of other calls are shorter. In milliseconds. */
const patient = { ...boundedWaits, requestTimeout: 90_000 };

/** Runs the sweep's function with the operator's own credentials, and waits for its answer. */
async function invoke(about: {
  readonly config: Config;
  readonly stage: string;
  readonly acceptBaseline: boolean;
}): Promise<void> {
  const { config, stage, acceptBaseline } = about;
  const { InvokeCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
  // Tried once: a second call would begin a second sweep.
  const client = new LambdaClient({ region: config.region, requestHandler: patient, maxAttempts: 1 });
  const FunctionName = centralNames(config, suffixOf(stage)).sweep;
  const payload = acceptBaseline ? { task: 'accept-baseline' } : {};
  const answer = await client.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(payload) }));
  const { FunctionError, Payload } = answer;
  if (FunctionError === undefined) return;
  throw new Failure({
    what: `The function ${FunctionName} failed: ${plain(Payload?.transformToString() ?? FunctionError, 300)}`,
    remedy: `Its log says more: aws logs tail /aws/lambda/${FunctionName} --since 10m`,
    exitCode: 3,
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
    const since = Date.now();
    await invoke({ config, stage, acceptBaseline });
    if (acceptBaseline)
      process.stdout.write(
        'The baseline is accepted: what stood before is told from now on, with tickets.\n',
      );
    else if (watch) await follow({ directory, stage }, since);
    else process.stdout.write('Every account is looked at now; --watch follows it to its end.\n');
  });
