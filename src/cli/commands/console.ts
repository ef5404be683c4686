import { readFileSync } from 'node:fs';
import { Command } from '@commander-js/extra-typings';
import { suffixFor } from '#adapters/cloudformation/stages.ts';
import { pageSource } from '#cli/console/page-source.ts';
import { portIn, serveConsole } from '#cli/console/serve-console.ts';
import { directoryOption, examples, portOption, profileOption, stageOption } from '#cli/habits/options.ts';
import { configDirectory } from '#cli/habits/where.ts';
import { loadConfig } from '#config/load.ts';
import type { PageFiles } from '#console/page-files.ts';
import { systemClock } from '#doors/system-clock.ts';

/** What the command line asks for. */
interface ConsoleArguments {
  readonly directory: string;
  readonly stage: string;
  readonly port?: string | undefined;
  readonly open: boolean;
}

async function run(args: ConsoleArguments, files: PageFiles, version: string): Promise<void> {
  const config = loadConfig(args.directory);
  suffixFor(config, args.stage);
  const port = portIn(args.port);
  const { runConsole } = await import('#console/run-console.ts');
  const { stage } = args;
  const title = `${config.mainAccountId}, ${config.region}, stage ${stage}`;
  await serveConsole(
    await runConsole({ config, stage, files, title, version, port, clock: systemClock }),
    args.open,
  );
}

/** `trailwarden console`: shows the organization in a browser, live; reads only, until an act is asked for. */
export const consoleCommand = new Command('console')
  .description('Shows where the organization is recorded, live, in a browser on this machine.')
  .option('--open', 'open it in the browser', false)
  .addOption(portOption())
  .addOption(directoryOption())
  .addOption(stageOption())
  .addOption(profileOption())
  .addHelpText('after', examples(['trailwarden console --open', 'Ctrl-C ends it; docs/console.md has more']))
  .action(async ({ directory, ...options }) => {
    const { files, manifest } = pageSource();
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
    await run({ ...options, directory: configDirectory(directory) }, await files(), version);
  });
