import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { parseTree, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { csvEvents } from './csv-events.ts';
import { exportedEvents } from './exported-events.ts';
import { joinedObjects } from './joined-objects.ts';
import { otherThanEvents } from './no-events.ts';

/** One event of a file, as parsed JSON, or one thing in it that could not be read. */
export type FileEntry =
  | { readonly kind: 'event'; readonly raw: unknown }
  | {
      readonly kind: 'fault';
      readonly file: string;
      readonly line: number | undefined;
      readonly message: string;
    };

/** The limit of an unpacked file: log files are a few MB, and a gzip bomb must not exhaust the memory. */
const mostBytes = 512 * 1024 * 1024;

/**
 * The events in a file, in order: a CloudTrail record, an EventBridge message, a log file with `Records`, a list
 * or NDJSON of them (with times before them too), joined objects of Firehose, CSV of Athena and Logs Insights, and what
 * `exportedEvents` opens, plain or gzipped; `-` is standard input. What cannot be read is a fault that names its line.
 */
export async function readEventsFile(file: string): Promise<readonly FileEntry[]> {
  const bytes = await bytesOf(file);
  if (typeof bytes === 'string') return [{ kind: 'fault', file, line: undefined, message: bytes }];
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  if (text.trim() === '') {
    return [
      {
        kind: 'fault',
        file,
        line: undefined,
        message: 'The file is empty. Give a file with at least one event.',
      },
    ];
  }
  const whole = parse(text);
  if (whole) return eventsIn(whole.value, file, undefined);
  const rows = csvEvents(text);
  if (rows) return eventsIn(rows, file, undefined);
  const joined = joinedObjects(text)?.map((one) => parse(one));
  // Objects on lines of their own are read line by line, which tells the line of a fault.
  if (joined?.every((one) => one !== undefined) && joined.length > text.trim().split('\n').length)
    return eventsIn(
      joined.map((one) => one.value),
      file,
      undefined,
    );
  return readLines(text, file);
}

// A log group that was exported to S3 has the time before each event, `aws logs tail` the name of the stream as well.
const timeBefore = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)\s+(?:\S+\s+)?(?=\{)/;

function readLines(text: string, file: string): readonly FileEntry[] {
  const lines = text.split('\n').map((line) => line.trim().replace(timeBefore, ''));
  // A line that begins no object belongs to one broken document, not to a list of events.
  const looksLikeLines =
    lines.every((line) => line === '' || line.length > 1) && lines.some((line) => parse(line));
  if (!looksLikeLines) return [{ kind: 'fault', file, ...firstFault(text, 0) }];
  return lines.flatMap((line, index): readonly FileEntry[] => {
    if (line === '') return [];
    const parsed = parse(line);
    return parsed
      ? eventsIn(parsed.value, file, index + 1)
      : [{ kind: 'fault', file, ...firstFault(line, index) }];
  });
}

function eventsIn(value: unknown, file: string, line: number | undefined): readonly FileEntry[] {
  if (typeof value !== 'object' || value === null) {
    const message =
      'This is JSON, but no event. Give a CloudTrail record, an EventBridge message or a log file.';
    return [{ kind: 'fault', file, line, message }];
  }
  const events = exportedEvents(value);
  if (events.length > 0)
    return events.map((raw): FileEntry => {
      const message = otherThanEvents(raw);
      return message === undefined ? { kind: 'event', raw } : { kind: 'fault', file, line, message };
    });
  return [
    {
      kind: 'fault',
      file,
      line,
      message: 'There are no records in it. Give a file with at least one event.',
    },
  ];
}

function firstFault(text: string, linesBefore: number): { line: number; message: string } {
  const errors: ParseError[] = [];
  parseTree(text, errors, { disallowComments: true });
  const [first] = errors;
  const upTo = text.slice(0, first?.offset ?? 0).split('\n');
  const column = (upTo.at(-1)?.length ?? 0) + 1;
  const what = first
    ? printParseErrorCode(first.error)
        .replace(/([a-z])([A-Z])/g, '$1 $2')
        .toLowerCase()
    : 'not JSON';
  return {
    line: upTo.length + linesBefore,
    message: `This is not JSON (${what} at column ${column}). Correct the line, or export the event again.`,
  };
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined; // Reported as a fault by the caller, with its line.
  }
}

async function bytesOf(file: string): Promise<Buffer | string> {
  try {
    let bytes = file === '-' ? await standardInput() : await readFile(file);
    // Twice where Firehose compresses what CloudWatch Logs has compressed (CloudWatch Logs user guide, subscriptions).
    for (let times = 0; times < 2 && bytes[0] === 0x1f && bytes[1] === 0x8b; times += 1)
      bytes = await promisify(gunzip)(bytes, { maxOutputLength: mostBytes });
    return bytes;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    return faults[code] ?? `It could not be read (${code || String(error)}).`;
  }
}

const faults: Readonly<Record<string, string | undefined>> = {
  ENOENT: 'There is no such file. Check the path.',
  EISDIR: 'This is a directory. Name the files in it.',
  EACCES: 'Reading it is not permitted. Check its permissions.',
  ERR_BUFFER_TOO_LARGE: 'Unpacked it is larger than 512 MB. Split it.',
  Z_DATA_ERROR: 'It looks gzipped but cannot be unpacked. Fetch it again.',
  Z_BUF_ERROR: 'It is gzipped but cut off. Fetch it again.',
};

async function standardInput(): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(Buffer.from(part as Buffer));
  return Buffer.concat(parts);
}
