import { setTimeout as sleep } from 'node:timers/promises';
import { defineCommand } from 'citty';
import { Refusal } from '#adapters/cloudformation/refusal.ts';
import { suffixFor } from '#adapters/cloudformation/stages.ts';
import { recipientLines } from '#cli/test-alert/recipients.ts';
import { runTestAlert } from '#cli/test-alert/run-test-alert.ts';
import { ConfigError } from '#config/fault.ts';
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
export const testAlertCommand = defineCommand({
  meta: {
    name: 'test-alert',
    description: 'Prove that alerts arrive, with a marked test that closes by itself; harms nothing',
  },
  args: {
    account: {
      type: 'string',
      valueHint: 'ID',
      description:
        "Try this account: its rules, its owners, and a harmless call in it; default: the centre's owners",
    },
    'dry-run': {
      type: 'boolean',
      default: false,
      description: 'Only print who would be told of the account; sends nothing, asks AWS nothing',
    },
    directory: {
      type: 'string',
      default: 'config',
      valueHint: 'DIR',
      description: 'Where config.json, whitelist.json and ticket_owners.json are',
    },
    stage: { type: 'string', default: 'prod', description: 'The stage that is deployed' },
  },
  async run({ args }) {
    const { account, directory, stage } = args;
    try {
      process.exitCode = await run({ account, directory, stage, dryRun: args['dry-run'] });
    } catch (error) {
      if (!(error instanceof ConfigError || error instanceof Refusal)) throw error;
      output.error(error.message);
      process.exitCode = 1;
    }
  },
});
