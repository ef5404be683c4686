import { defineCommand } from 'citty';
import { explainedInWords, explainFile, faultInWords } from './explain-file.ts';
import type { Output } from '#cli/output/output.ts';

/** Explains the events of all files in order; the exit code is 2 if anything could not be read, else 0. */
export async function explainFiles(files: readonly string[], json: boolean, output: Output): Promise<0 | 2> {
  let code: 0 | 2 = 0;
  for (const file of files) {
    for (const result of await explainFile(file)) {
      if ('error' in result) {
        code = 2;
        output.error(faultInWords(result));
      } else {
        output.out(json ? JSON.stringify(result) : explainedInWords(result));
      }
    }
  }
  if (files.length > 0) return code;
  output.error('Name at least one file with events, or - for standard input.');
  return 2;
}

/** `trailwarden explain FILE... [--json]`. */
export const explainCommand = defineCommand({
  meta: { name: 'explain', description: 'What the detector would do about recorded events, and why' },
  args: {
    files: {
      type: 'positional',
      required: false,
      description:
        'CloudTrail records, EventBridge messages, log files or NDJSON of them; - is standard input',
    },
    json: {
      type: 'boolean',
      default: false,
      description: 'One JSON object per event and line, in input order',
    },
  },
  run: async ({ args }) => {
    // `| head` closes the pipe early, which is no fault of ours.
    process.stdout.once('error', (error: NodeJS.ErrnoException) =>
      process.exit(error.code === 'EPIPE' ? 0 : 1),
    );
    process.exitCode = await explainFiles(args._, args.json, {
      out: (line) => void process.stdout.write(`${line}\n`),
      error: (line) => void process.stderr.write(`${line}\n`),
    });
  },
});
