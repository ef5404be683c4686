import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { Failure } from '#cli/habits/failure.ts';
import { examples, profileOption, regionOption } from '#cli/habits/options.ts';
import type { InitFlags } from '#cli/init/make-setup.ts';
import type { InitDocuments } from '#cli/init/setup.ts';
import { documentNames } from '#config/fault.ts';
import { instant } from '#domain/values/instant.ts';
import { checkConfig } from './config-check.ts';

interface InitOptions extends InitFlags {
  readonly directory: string;
  readonly importFrom?: string | undefined;
  readonly force: boolean;
}

/** Editors find the schemas beside the documents of a checkout; elsewhere the key would point nowhere. */
function textOf(document: Readonly<Record<string, unknown>>, directory: string): string {
  const { $schema, ...rest } = document;
  const shown = existsSync(join(directory, 'schemas')) ? { $schema, ...rest } : rest;
  return `${JSON.stringify(shown, null, 2)}\n`;
}

function textsOf({ config, whitelist, ticketOwners }: InitDocuments, directory: string) {
  return {
    config: textOf(config, directory),
    whitelist: textOf(whitelist, directory),
    ticketOwners: textOf(ticketOwners, directory),
  };
}

function refuseToOverwrite(directory: string): void {
  const there = documentNames.filter((name) => existsSync(join(directory, name)));
  if (there.length === 0) return;
  throw new Failure({
    what: `${directory} has ${there.join(', ')} already`,
    remedy: 'Name another --directory, or write over them with --force.',
    exitCode: 2,
  });
}

const next = (directory: string): string => `
Next:
  1. Read ${directory}/config.json; every key is explained in docs/configuration.md.
  2. Store the secrets that it names (docs/deploying.md), and deploy.
  3. trailwarden scan --directory ${directory} shows meanwhile how logging stands.
`;

async function init({ directory, importFrom, force, ...flags }: InitOptions): Promise<void> {
  if (!force) refuseToOverwrite(directory);
  const { hammerDocuments } = await import('#cli/init/import-hammer.ts');
  const { knownOfAws } = await import('#cli/init/known-of-aws.ts');
  const { makeSetup } = await import('#cli/init/make-setup.ts');
  const { documentsOf } = await import('#cli/init/setup.ts');
  const before = importFrom === undefined ? undefined : hammerDocuments(importFrom);
  const known = await knownOfAws();
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY;
  // Some containers give a terminal without a width, on which every letter would stand on a line of its own.
  if (isTerminal && process.stdout.columns === 0) process.stdout.columns = 80;
  const asker = isTerminal ? (await import('#cli/init/ask.ts')).askOn() : undefined;
  const texts = textsOf(documentsOf(await makeSetup({ flags, known, before, asker }), before), directory);
  const report = checkConfig(texts, instant(Date.now()));
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'config.json'), texts.config);
  writeFileSync(join(directory, 'whitelist.json'), texts.whitelist);
  writeFileSync(join(directory, 'ticket_owners.json'), texts.ticketOwners);
  process.stdout.write(`${documentNames.join(', ')} are written into ${directory}.\n${report.text}`);
  if (report.exitCode === 0) process.stdout.write(next(directory));
  process.exitCode = report.exitCode;
}

/** `trailwarden config init`: asks on a terminal, else takes flags; exit code 1 where what was written cannot be used yet. */
export const configInitCommand = new Command('init')
  .description(
    'Writes the three configuration documents: asks on a terminal for what no flag says, and reads AWS Organizations if the credentials may. The result is checked as config check does.',
  )
  .option('--directory <dir>', 'where they are written', 'config')
  .option('--import-from <dir>', 'take over the three files of a Hammer installation')
  .option(
    '--main-account <id>',
    'the account that Trailwarden is deployed in (default: that of the credentials)',
  )
  .option('--deploy-region <code>', 'the Region that it is deployed in (default: that of the profile)')
  .option('--role-name <name>', 'the role that it reads with in every watched account')
  .option('--accounts <list>', 'the watched accounts: ids, each with =name, with commas between')
  .option('--organization', 'watch every account of the organization')
  .option('--slack <channel>', 'tell people through Slack, reports in this channel')
  .option('--jira <address>', 'write tickets in this Jira Cloud site')
  .option('--jira-project <key>', 'the project that gets the tickets')
  .option('--alarms <address>', 'who hears when Trailwarden itself is in trouble: mailto: or https://')
  .option('--force', 'write over documents that are there', false)
  .addOption(profileOption())
  .addOption(regionOption())
  .addHelpText(
    'after',
    examples(
      ['trailwarden config init', 'asks'],
      ['trailwarden config init --organization --slack "#security"', 'in a script'],
      ['trailwarden config init --import-from ../hammer/config --directory config', 'from Hammer'],
    ),
  )
  .action(init);
