import { parseTree, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { csvEvents, csvHeader } from './csv-events.ts';
import { exportedEvents } from './exported-events.ts';
import { joinedObjects } from './joined-objects.ts';
import { jsonCutter, type JsonPiece } from './json-pieces.ts';
import { otherThanEvents } from './no-events.ts';
import { sourceText, type OnRead } from './source-text.ts';

/** One event of a file, as parsed JSON, or one thing in it that could not be read. */
export type FileEntry =
  | { readonly kind: 'event'; readonly raw: unknown }
  | {
      readonly kind: 'fault';
      readonly file: string;
      readonly line: number | undefined;
      readonly message: string;
    };

/** Texts up to this length are read as a whole, which tells more about what is wrong with them. */
const wholeUpTo = 2 * 1024 * 1024;
/** The limit of an unpacked CSV file, which is read as a whole: a gzip bomb must not exhaust the memory. */
const mostCsv = 512 * 1024 * 1024;

const fault = (file: string, line: number | undefined, message: string): FileEntry => ({
  kind: 'fault',
  file,
  line,
  message,
});

/** The events in a text that is read as a whole. */
function eventsInText(text: string, file: string): readonly FileEntry[] {
  if (text.trim() === '')
    return [fault(file, undefined, 'The file is empty. Give a file with at least one event.')];
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

/** The events in one piece of a long text. */
function eventsInPiece({ text, line, isJunk }: JsonPiece, file: string): readonly FileEntry[] {
  if (isJunk) {
    const isTime = timeBefore.test(`${text} {`);
    return isTime
      ? []
      : [fault(file, line, 'This is not JSON. Correct the line, or export the event again.')];
  }
  const parsed = parse(text);
  if (parsed === undefined) return [fault(file, line, firstFault(text, line - 1).message)];
  const isControl = text.includes('CWL CONTROL MESSAGE');
  return isControl ? [] : eventsIn(parsed.value, file, line);
}

const isCsv = (text: string): boolean => csvHeader(text) && !/^[^\n]*[{[]/.test(text.slice(0, 10_000));

/** The head of a text and what follows; `rest` is empty where the head is the whole. */
async function headOf(chunks: AsyncIterator<string>): Promise<{ head: string; isWhole: boolean }> {
  let head = '';
  for (;;) {
    const next = await chunks.next();
    if (next.done === true) return { head, isWhole: true };
    head += next.value;
    if (head.length > (isCsv(head) ? mostCsv : wholeUpTo)) return { head, isWhole: false };
  }
}

async function* cutIn(file: string, chunks: AsyncIterator<string>): AsyncGenerator<FileEntry> {
  const { head, isWhole } = await headOf(chunks);
  if (isWhole) {
    yield* eventsInText(head, file);
    return;
  }
  if (isCsv(head)) {
    yield fault(file, undefined, 'Unpacked it is larger than 512 MB. Split it.');
    return;
  }
  const cutter = jsonCutter();
  for (const piece of cutter.feed(head)) yield* eventsInPiece(piece, file);
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next())
    for (const piece of cutter.feed(next.value)) yield* eventsInPiece(piece, file);
  for (const piece of cutter.end()) yield* eventsInPiece(piece, file);
}

/**
 * The events in a file, in order: a CloudTrail record, an EventBridge message, a log file with `Records`, a list
 * or NDJSON of them (with times before them too), joined objects of Firehose, CSV of Athena and Logs Insights, and what
 * `exportedEvents` opens, plain or gzipped; `-` is standard input. What cannot be read is a fault that names its line.
 * Of a long file one event is held at a time; CSV is read as a whole. Never throws.
 */
export async function* readEvents(file: string, onRead: OnRead = () => undefined): AsyncGenerator<FileEntry> {
  const chunks = sourceText(file, onRead);
  try {
    yield* cutIn(file, chunks);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    yield fault(file, undefined, faults[code] ?? `It could not be read (${code || String(error)}).`);
  }
}

/** All that `readEvents` reads, at once. */
export async function readEventsFile(file: string): Promise<readonly FileEntry[]> {
  const all: FileEntry[] = [];
  for await (const entry of readEvents(file)) all.push(entry);
  return all;
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

const faults: Readonly<Record<string, string | undefined>> = {
  ENOENT: 'There is no such file. Check the path.',
  EISDIR: 'This is a directory. Name the files in it.',
  EACCES: 'Reading it is not permitted. Check its permissions.',
  Z_DATA_ERROR: 'It looks gzipped but cannot be unpacked. Fetch it again.',
  Z_BUF_ERROR: 'It is gzipped but cut off. Fetch it again.',
};
