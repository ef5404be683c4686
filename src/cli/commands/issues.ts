import { Command, Option } from '@commander-js/extra-typings';
import { directoryOption, examples, profileOption, stageOption } from '#cli/habits/options.ts';
import {
  acceptIssuesCommand,
  placesIn,
  recheckIssuesCommand,
  unacceptIssuesCommand,
} from '#cli/centre/issue-commands.ts';
import { severities } from '#domain/findings/finding.ts';
import type { Issue } from '#domain/issues/issue.ts';
import type { CentreOptions } from '#cli/centre/open-centre.ts';

interface ListOptions extends CentreOptions {
  readonly account?: string | undefined;
  readonly severity: (typeof severities)[number];
  readonly json: boolean;
}

/** The open issues that `options` ask for; exit code 1 where there are some. */
async function list(options: ListOptions): Promise<void> {
  const { openCentre } = await import('#cli/centre/open-centre.ts');
  const { findingsTable } = await import('#cli/formats/table.ts');
  const { paintFor, widthOf } = await import('#cli/output/terminal.ts');
  const { findingsIn } = await import('#usecases/scan/findings-in.ts');
  const { stores, directory } = await openCentre(options);
  const names: ReadonlyMap<string, string> = await directory.listAccounts();
  const issues: Issue[] = [];
  for await (const issue of stores.issues.listAllUnclosed()) issues.push(issue);
  const worst = severities.indexOf(options.severity);
  const { findings, accepted } = findingsIn(issues, (account) => names.get(account) ?? '');
  const wanted = findings.filter(
    ({ account, severity }) =>
      (options.account ?? account) === account && severities.indexOf(severity) <= worst,
  );
  if (options.json) process.stdout.write(`${JSON.stringify({ findings: wanted, accepted }, null, 2)}\n`);
  else {
    const look = { width: widthOf(process.stdout), paint: paintFor(process.stdout) };
    if (wanted.length > 0) process.stdout.write(`${findingsTable(wanted, new Set(), look)}\n\n`);
    process.stdout.write(`${wanted.length} findings are open; ${accepted.length} are accepted.\n`);
  }
  process.exitCode = wanted.length > 0 ? 1 : 0;
}

async function show(account: string, region: string, options: CentreOptions): Promise<void> {
  const { account: id, region: code } = placesIn(account, region);
  if (code === undefined) return;
  const { openCentre } = await import('#cli/centre/open-centre.ts');
  const { placeText } = await import('#cli/centre/incident-text.ts');
  const { place: see, stores } = await openCentre(options);
  const latest = await stores.sweeps.readLatestSweep();
  const outcomes = latest ? await stores.sweeps.listOutcomes(latest.id) : [];
  const seen = await see(
    { account: id, region: code },
    outcomes.find((outcome) => outcome.account === id),
  );
  process.stdout.write(`${placeText(seen)}\n`);
}

const listCommand = new Command('list')
  .description('Lists the open findings of all accounts, worst first, with their places folded.')
  .option('--account <id>', 'only this account')
  .addOption(
    new Option('--severity <severity>', 'this and worse').choices(severities).default('low' as const),
  )
  .option('--json', 'print {findings, accepted} as JSON', false)
  .addOption(directoryOption())
  .addOption(stageOption())
  .addOption(profileOption())
  .addHelpText('after', examples(['trailwarden issues list --severity high', 'what has to be done today']))
  .action(list);

const showCommand = new Command('show')
  .description('Shows one account and Region: its state, its trails as last seen, and its findings.')
  .argument('<account>', 'the account id')
  .argument('<region>', 'the Region code')
  .addOption(directoryOption())
  .addOption(stageOption())
  .addOption(profileOption())
  .addHelpText('after', examples(['trailwarden issues show 111122223333 eu-west-1', 'one place']))
  .action(show);

/** `trailwarden issues ...`. */
export const issuesCommand = new Command('issues')
  .description('Shows the issues of accounts and Regions, accepts them, and has them looked at again.')
  .addCommand(listCommand)
  .addCommand(showCommand)
  .addCommand(acceptIssuesCommand)
  .addCommand(unacceptIssuesCommand)
  .addCommand(recheckIssuesCommand);
