import { Command } from '@commander-js/extra-typings';
import { examples } from '#cli/habits/options.ts';
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
  return code;
}

/** `trailwarden explain FILE... [--json]`. */
export const explainCommand = new Command('explain')
  .description('Says what the detector would do about recorded events, and why. It asks AWS nothing.')
  .argument(
    '<files...>',
    'CloudTrail records, EventBridge messages, log files or NDJSON of them; - is standard input',
  )
  .option('--json', 'one JSON object per event and line, in input order', false)
  .addHelpText(
    'after',
    examples(
      ['trailwarden explain event.json', 'an event, as any tool exports it'],
      ['aws cloudtrail lookup-events | trailwarden explain -', 'the events of the last 90 days'],
    ),
  )
  .action(async (files, { json }) => {
    process.exitCode = await explainFiles(files, json, {
      out: (line) => void process.stdout.write(`${line}\n`),
      error: (line) => void process.stderr.write(`${line}\n`),
    });
  });
