import { readFile } from 'node:fs/promises';
import { defineCommand } from 'citty';
import { parse, type ParseError } from 'jsonc-parser';
import { readEventsFile } from '#cli/input/events-file.ts';
import { printable } from '#cli/output/printable.ts';
import type { World } from '#simulators/organization/world.ts';
import { recordedEvent } from '#local/replay/recorded-event.ts';
import { replay } from '#local/replay/replay.ts';
import { faultInWords } from './explain-file.ts';

const complain = (line: string): void => void process.stderr.write(`${printable(line)}\n`);

async function worldIn(file: string | undefined): Promise<World | undefined> {
  if (file === undefined) return undefined;
  const errors: ParseError[] = [];
  const world: unknown = parse(await readFile(file, 'utf8'), errors, { allowTrailingComma: true });
  if (errors.length > 0) throw new Error(`${file} is not JSON`);
  // Checked, with all faults at once, when the simulated organization is built.
  return world as World;
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
export const replayCommand = defineCommand({
  meta: {
    name: 'replay',
    description: 'Plays recorded events through the local cloud, and tells what came of them',
  },
  args: {
    file: {
      type: 'positional',
      required: true,
      description:
        'CloudTrail records, EventBridge messages, log files or NDJSON of them; - is standard input',
    },
    world: {
      type: 'string',
      description:
        'What stands before the first event (docs/local-cloud-world.md); default: accounts without trails',
    },
  },
  run: async ({ args }) => {
    process.exitCode = await replayFile(args.file, args.world);
  },
});
