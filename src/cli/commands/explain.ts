import { once } from 'node:events';
import { statSync } from 'node:fs';
import { Command } from '@commander-js/extra-typings';
import { count } from '#domain/announcements/wording.ts';
import { examples } from '#cli/habits/options.ts';
import { readingOn } from '#cli/output/reading.ts';
import { explainedInWords, explainFile, faultInWords, type Explained } from './explain-file.ts';

/** Where a run of `explain` writes: whole lines; a promise is awaited before the next line is made. */
export interface ExplainOutput {
  readonly out: (line: string) => void | Promise<void>;
  readonly error: (line: string) => void;
  /** How far a file is read, in bytes. */
  readonly read?: ((file: string, bytes: number) => void) | undefined;
}

/** How events are shown. */
export interface ExplainOptions {
  /** One object an event. */
  readonly json: boolean;
  /** Events that are passed over as well. */
  readonly all: boolean;
}

/** Of so few events each is shown, also what is passed over. */
const fewEvents = 3;

const number = (value: number): string => value.toLocaleString('en-US');

interface Tally {
  readonly counts: Record<Explained['decision'], number>;
  first: string | undefined;
  last: string | undefined;
}

/** The last line: how many events there were, of when, and what became of them. */
export function summaryOf(
  { counts: { evaluate, attempt, ignore }, first, last }: Tally,
  all: boolean,
): string {
  const when = (time: string): string => time.slice(0, 16).replace('T', ' ');
  const span =
    first === undefined || last === undefined ? '' : ` (what matters: ${when(first)} to ${when(last)} UTC)`;
  const parts = [
    ...(evaluate > 0 ? [`${number(evaluate)} to look at`] : []),
    ...(attempt > 0 ? [`${count(attempt, 'attempt')} to keep`] : []),
    ...(ignore > 0 ? [`${number(ignore)} passed over${all ? '' : ' (--all shows them)'}`] : []),
  ];
  return `${count(evaluate + attempt + ignore, 'event')}${span}: ${parts.join(', ')}.`;
}

function note(tally: Tally, { decision, time }: Explained): void {
  tally.counts[decision] += 1;
  if (time === null) return;
  tally.first = tally.first === undefined || time < tally.first ? time : tally.first;
  tally.last = tally.last === undefined || time > tally.last ? time : tally.last;
}

/**
 * Explains the events of all files in order; what is passed over is counted in the last line unless `all` asks for it, or
 * there are only a few events. The exit code is 2 if anything could not be read, else 0.
 */
export async function explainFiles(
  files: readonly string[],
  { json, all }: ExplainOptions,
  output: ExplainOutput,
): Promise<0 | 2> {
  let code: 0 | 2 = 0;
  const tally: Tally = { counts: { evaluate: 0, attempt: 0, ignore: 0 }, first: undefined, last: undefined };
  const few: Explained[] = [];
  const total = (): number => Object.values(tally.counts).reduce((sum, one) => sum + one, 0);
  const show = (event: Explained) => output.out(explainedInWords(event));
  const isShown = (event: Explained): boolean => all || event.decision !== 'ignore';
  for (const file of files)
    for await (const result of explainFile(file, (bytes) => output.read?.(file, bytes))) {
      if ('error' in result) {
        code = 2;
        output.error(faultInWords(result));
        continue;
      }
      note(tally, result);
      if (json) await output.out(JSON.stringify(result));
      else if (total() <= fewEvents) few.push(result);
      else {
        for (const one of few.splice(0)) if (isShown(one)) await show(one);
        if (isShown(result)) await show(result);
      }
    }
  for (const one of few) await show(one);
  if (!json && total() > 1) await output.out(summaryOf(tally, all || few.length > 0));
  return code;
}

/** `trailwarden explain FILE... [--json]`. */
export const explainCommand = new Command('explain')
  .description(
    'Says what the detector would do about recorded events, who made them, and why. What it passes over is counted in one line. It asks AWS nothing; files may be of any length.',
  )
  .argument(
    '<files...>',
    'CloudTrail records, EventBridge messages, log files or NDJSON of them; - is standard input',
  )
  .option('--all', 'also show the events that are passed over', false)
  .option('--json', 'one JSON object per event and line, in input order', false)
  .addHelpText(
    'after',
    examples(
      ['trailwarden explain event.json', 'an event, as any tool exports it'],
      ['aws cloudtrail lookup-events | trailwarden explain -', 'the events of the last 90 days'],
    ),
  )
  .action(async (files, options) => {
    const sizes = files.map((file) =>
      file === '-' ? undefined : statSync(file, { throwIfNoEntry: false })?.size,
    );
    const known = sizes.every((size) => size !== undefined);
    const reading = readingOn(process.stderr, known ? sizes.reduce((sum, size) => sum + size, 0) : undefined);
    const write = async (line: string): Promise<void> => {
      reading.clear();
      if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
    };
    const error = (line: string): void => {
      reading.clear();
      process.stderr.write(`${line}\n`);
    };
    process.exitCode = await explainFiles(files, options, { out: write, error, read: reading.read });
    reading.clear();
  });
