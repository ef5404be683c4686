import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from '@commander-js/extra-typings';
import { suffixFor } from '#adapters/cloudformation/stages.ts';
import { recipientLines } from '#cli/test-alert/recipients.ts';
import { runTestAlert } from '#cli/test-alert/run-test-alert.ts';
import { directoryOption, examples, profileOption, stageOption } from '#cli/habits/options.ts';
import { configDirectory } from '#cli/habits/where.ts';
import { loadConfig } from '#config/load.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import type { Output } from '#cli/output/output.ts';

const output: Output = {
  out: (line) => void process.stdout.write(`${line}\n`),
  error: (line) => void process.stderr.write(`${line}\n`),
};

/** What the command line asks for. */
export interface TestAlertArguments {
  readonly account?: string | undefined;
  readonly dryRun: boolean;
  readonly directory: string;
  readonly stage: string;
}

async function run(args: TestAlertArguments): Promise<0 | 1 | 2> {
  const config = loadConfig(args.directory);
  suffixFor(config, args.stage);
  const account = args.account === undefined ? undefined : parseAccountId(args.account);
  if (args.account !== undefined && account === undefined) {
    output.error(`"${args.account}" is no account id: give its twelve digits.`);
    return 2;
  }
  if (args.dryRun) {
    for (const line of recipientLines(config, account ?? config.mainAccountId)) output.out(line);
    return 0;
  }
  const wait = (seconds: number) => sleep(seconds * 1000);
  const now = () => Date.now();
  const failures = await runTestAlert({ config, stage: args.stage, account, output, wait, now });
  output.out(
    failures === 0
      ? 'Alerts arrive: every step was done.'
      : `Not everything is as it should be: ${failures} failed.`,
  );
  return failures === 0 ? 0 : 1;
}

/** `trailwarden test-alert [--account ID] [--dry-run]`: proves that alerts arrive; exit code 1 when a step failed. */
export const testAlertCommand = new Command('test-alert')
  .description('Proves that alerts arrive, with a marked test that closes by itself; harms nothing.')
  .option(
    '--account <id>',
    "try this account: its rules, its owners, and a harmless call in it; default: the centre's owners",
  )
  .option('--dry-run', 'only print who would be told of the account; sends nothing, asks AWS nothing', false)
  .addOption(directoryOption())
  .addOption(stageOption())
  .addOption(profileOption())
  .addHelpText(
    'after',
    examples(
      ['trailwarden test-alert --account 111122223333 --dry-run', 'who would be told'],
      ['trailwarden test-alert --account 111122223333', 'the whole way, there and out'],
    ),
  )
  .action(async ({ directory, ...options }) => {
    process.exitCode = await run({ ...options, directory: configDirectory(directory) });
  });
