import { readFileSync } from 'node:fs';
import { defineCommand } from 'citty';
import { Refusal } from '#adapters/cloudformation/refusal.ts';
import { suffixFor } from '#adapters/cloudformation/stages.ts';
import { pageSource } from '#cli/console/page-source.ts';
import { portIn, serveConsole } from '#cli/console/serve-console.ts';
import { ConfigError } from '#config/fault.ts';
import { loadConfig } from '#config/load.ts';
import type { PageFiles } from '#console/page-files.ts';
import { systemClock } from '#doors/system-clock.ts';

/** What the command line asks for. */
interface ConsoleArguments {
  readonly directory: string;
  readonly stage: string;
  readonly port: string | undefined;
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

/** One line for a fault that a person can mend; undefined for a fault of ours. */
function inOneLine(error: unknown): string | undefined {
  if (error instanceof ConfigError || error instanceof Refusal || error instanceof RangeError)
    return error.message;
  if (!(error instanceof Error)) return undefined;
  if (/Credentials|ExpiredToken|UnrecognizedClient|InvalidClientTokenId/.test(error.name))
    return `AWS did not accept these credentials (${error.name}): use ones of the central account (AWS_PROFILE, aws sso login) that are still good.`;
  if (/AccessDenied/.test(error.name))
    return `These credentials may not read the deployed parts: ${error.message}. docs/console.md has the policy.`;
  return /ResourceNotFound/.test(error.name)
    ? `${error.message}: deploy the stage, or name another with --stage.`
    : undefined;
}

/** `trailwarden console`: shows the organization in a browser, live; reads only, until an act is asked for. */
export const consoleCommand = defineCommand({
  meta: {
    name: 'console',
    description: 'Shows where the organization is recorded, live, in a browser on this machine',
  },
  args: {
    open: { type: 'boolean', default: false, description: 'Open it in the browser' },
    port: { type: 'string', valueHint: 'PORT', description: 'The port on loopback; default: a free one' },
    directory: {
      type: 'string',
      default: 'config',
      valueHint: 'DIR',
      description: 'Where config.json, whitelist.json and ticket_owners.json are',
    },
    stage: { type: 'string', default: 'prod', description: 'The stage that is deployed' },
  },
  async run({ args }) {
    const { files, manifest } = pageSource();
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
    try {
      await run(args, await files(), version);
    } catch (error) {
      const line = inOneLine(error);
      if (line === undefined) throw error;
      process.stderr.write(`${line}\n`);
      process.exitCode = 1;
    }
  },
});
