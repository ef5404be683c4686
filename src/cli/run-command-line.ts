import { readFileSync } from 'node:fs';
import { defineCommand, runMain, type SubCommandsDef } from 'citty';

/** Runs what the command line asks for; `manifest` is the package.json whose version `--version` prints. */
export async function runCommandLine(subCommands: SubCommandsDef, manifest: URL): Promise<void> {
  const trailwarden = defineCommand({
    meta: () => ({
      name: 'trailwarden',
      version: (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version,
      description: 'Finds out when CloudTrail logging is disabled, and who did it.',
    }),
    subCommands,
  });
  await runMain(trailwarden);
}
