import { readFile } from 'node:fs/promises';
import { Command } from '@commander-js/extra-typings';
import { examples } from '#cli/habits/options.ts';
import { makePackages } from '#cli/habits/make-packages.ts';
import { Failure } from '#cli/habits/failure.ts';
import { parse, type ParseError } from 'jsonc-parser';
import { readEventsFile } from '#cli/input/events-file.ts';
import { printable } from '#cli/output/printable.ts';
import { checkWorld, WorldError, type World } from '#simulators/organization/world.ts';
import { recordedEvent } from '#local/replay/recorded-event.ts';
import { replay } from '#local/replay/replay.ts';
import { faultInWords } from './explain-file.ts';

const complain = (line: string): void => void process.stderr.write(`${printable(line)}\n`);

/** The world, of which every fault is named at once. */
function checkedWorld(world: unknown, file: string): World {
  try {
    return checkWorld(world);
  } catch (error) {
    if (!(error instanceof WorldError)) throw error;
    throw new Failure({
      what: `${file}: ${error.message}`,
      remedy: 'docs/local-cloud-world.md has every field.',
      exitCode: 2,
    });
  }
}

async function worldIn(file: string | undefined): Promise<World | undefined> {
  if (file === undefined) return undefined;
  const errors: ParseError[] = [];
  const world: unknown = parse(await readFile(file, 'utf8'), errors, { allowTrailingComma: true });
  if (errors.length > 0)
    throw new Failure({
      what: `${file} is not JSON`,
      remedy: 'docs/local-cloud-world.md has an example.',
      exitCode: 2,
    });
  return checkedWorld(world, file);
}

/** Replays a file of recorded events; the exit code is 2 if something in it could not be read, else 0. */
async function replayFile(file: string, worldFile: string | undefined): Promise<0 | 2> {
  let code: 0 | 2 = 0;
  const events = (await readEventsFile(file)).flatMap((entry) => {
    const event = entry.kind === 'event' ? recordedEvent(entry.raw) : undefined;
    if (event) return [event];
    code = 2;
    if (entry.kind === 'event') complain(`${file}: an event has no time, account or Region; it was left out`);
    else
      complain(
        faultInWords({
          file,
          error: entry.message,
          ...(entry.line === undefined ? {} : { line: entry.line }),
        }),
      );
    return [];
  });
  if (events.length === 0) return 2;
  const world = await worldIn(worldFile);
  const summary = await replay({ events, ...(world ? { world } : {}), onRemark: complain });
  process.stdout.write(`${JSON.stringify(summary, null, 2)}\n`);
  return code;
}

/** `trailwarden replay FILE [--world FILE]`. */
export const replayCommand = new Command('replay')
  .description('Plays recorded events through the local cloud, and says what came of them. It needs Java 17.')
  .argument(
    '<file>',
    'CloudTrail records, EventBridge messages, log files or NDJSON of them; - is standard input',
  )
  .option(
    '--world <file>',
    'what stands before the first event (docs/local-cloud-world.md); default: accounts without trails',
  )
  .addHelpText(
    'after',
    examples(['trailwarden replay events.ndjson --world world.json', 'an incident, once more']),
  )
  .action(async (file, { world }) => {
    makePackages();
    process.exitCode = await replayFile(file, world);
  });
