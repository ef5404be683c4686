import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { CommanderError } from '@commander-js/extra-typings';
import type { CommandEntries } from './habits/command-entry.ts';
import { failureLine } from './habits/failure.ts';
import { failureOf } from './habits/failure-of.ts';
import { programOf } from './habits/program.ts';

/** `| head` closes the pipe early, which is no fault of ours. */
function endQuietlyOnClosedPipe(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(Number(process.exitCode ?? 0));
      throw error;
    });
}

/**
 * Runs what the command line asks for; `manifest` is the package.json whose version `--version` prints. Whatever is
 * thrown becomes one line with its remedy on standard error, and the exit code (`ExitCode`).
 */
export async function runCommandLine(entries: CommandEntries, manifest: URL): Promise<void> {
  endQuietlyOnClosedPipe();
  const words = process.argv.slice(2);
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  try {
    const program = await programOf({ entries, version }, words);
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      // Its message, with the usage, is printed already.
      process.exitCode = error.exitCode === 0 ? 0 : 2;
      return;
    }
    const failure = failureOf(error);
    process.stderr.write(`${failureLine(failure)}\n`);
    if (words.includes('--verbose')) process.stderr.write(`${inspect(failure.cause ?? failure)}\n`);
    process.exitCode = failure.exitCode;
  }
}
