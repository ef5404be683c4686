import { writeFileSync } from 'node:fs';
import { Command, Option } from '@commander-js/extra-typings';
import { examples, listOf, profileOption, regionOption } from '#cli/habits/options.ts';
import { formatNames } from '#cli/formats/all-formats.ts';
import type { ScanOptions } from '#cli/scan/scan-options.ts';

/** Writes `text` and waits until the stream has it, so that the process may end. */
function print(text: string): Promise<void> {
  return new Promise((done) => process.stdout.write(text, () => done()));
}

async function scan(options: ScanOptions, version: string): Promise<void> {
  const { scanReport, exitCodeOf } = await import('#cli/scan/scan-report-for.ts');
  const { formats } = await import('#cli/formats/all-formats.ts');
  const stop = new AbortController();
  const interrupt = (): void => {
    // The second Ctrl-C ends at once.
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  };
  process.on('SIGINT', interrupt);
  const report = await scanReport(options, version, stop.signal);
  const text = formats[options.format](report);
  if (options.output === undefined) await print(text);
  else writeFileSync(options.output, text);
  process.exitCode = exitCodeOf(report);
  // Calls that were under way are not waited for.
  if (report.endedEarly !== null) process.exit();
  process.off('SIGINT', interrupt);
}

/** `trailwarden scan`: the state of logging now, with nothing deployed; exit code 1 for findings, 3 where not all could be read. */
export const scanCommand = new Command('scan')
  .description(
    'Says where CloudTrail does not record, or cannot be relied upon: by the same reads and the same judge as the deployed detector, in all enabled Regions. It only reads, and deploys nothing.\n\nBy default it scans the account of the credentials.',
  )
  .option('--organization', 'every active account of the organization', false)
  .option('--accounts <ids>', 'these accounts, with commas between', listOf)
  .option('--profiles <names>', 'the account of each of these AWS profiles, with commas between', listOf)
  .option('--role-name <name>', 'the role to assume in accounts that are not the caller’s own')
  .option(
    '--regions <codes>',
    'only these Regions, with commas between (default: all that an account has enabled)',
    listOf,
  )
  .addOption(
    new Option('--format <format>', 'how it is printed').choices(formatNames).default('table' as const),
  )
  .option('--output <file>', 'write it to this file instead of standard output')
  .option('--since <file>', 'say what changed since an earlier scan, which --format json wrote')
  .option('--directory <dir>', 'measure by this configuration: its whitelist, baseline and retention')
  .addOption(profileOption())
  .addOption(regionOption())
  .addHelpText(
    'after',
    examples(
      ['trailwarden scan --profile audit', 'one account'],
      ['trailwarden scan --organization --role-name OrganizationAccountAccessRole', 'all accounts'],
      ['trailwarden scan --format html --output report.html', 'a page with a heat map, to print or to send'],
      ['trailwarden scan --format json --output today.json --since yesterday.json', 'what changed'],
      ['trailwarden member-template scan-role', 'a role for it that can only read'],
    ),
  )
  .action(async ({ accounts = [], profiles = [], regions = [], ...options }, command) => {
    const version = command.parent?.version() ?? '';
    await scan({ ...options, accounts, profiles, regions }, version);
  });
