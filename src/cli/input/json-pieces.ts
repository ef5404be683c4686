import { eventLists } from './exported-events.ts';

/** A piece of JSON text, or of what is none, with the line on which it begins, from 1. */
export interface JsonPiece {
  readonly text: string;
  readonly line: number;
  /** Text outside of every value: no JSON. */
  readonly isJunk: boolean;
}

/** Cuts a stream of text into JSON values. */
export interface JsonCutter {
  /** The pieces that end in `chunk`. */
  feed(chunk: string): readonly JsonPiece[];
  /** What is left at the end: a value that is cut off. */
  end(): readonly JsonPiece[];
}

const listOpens = new RegExp(`"(?:${eventLists.join('|')})"\\s*:\\s*$`);
/** Longest name of a list with its quotes and what may stand around it. */
const tailLength = 64;
const [quote, backslash, newline] = [34, 92, 10];
const [openBrace, closeBrace, openBracket, closeBracket] = [123, 125, 91, 93];

interface Cut {
  depth: number;
  /** Depth at which values are pieces: 0, or 1 or 2 within a list. */
  level: number;
  isText: boolean;
  isEscaped: boolean;
  line: number;
  /** Where the open piece begins in the present chunk; undefined while none is open. */
  from: number | undefined;
  fromLine: number;
  before: string;
  junk: string;
  readonly found: JsonPiece[];
}

function openValue(cut: Cut, chunk: string, at: number, code: number): void {
  const { depth, level, from } = cut;
  if (from === undefined && depth === level && (code === openBrace || level > 0)) {
    cut.from = at;
    cut.fromLine = cut.line;
  } else if (depth === 0) cut.level = 1;
  else if (depth === 1 && level === 0 && code === openBracket) {
    const start = Math.max(from ?? at, at - tailLength);
    const tail = (at - start < tailLength ? cut.before.slice(-tailLength) : '') + chunk.slice(start, at);
    if (listOpens.test(tail)) {
      cut.level = 2;
      cut.from = undefined;
      cut.before = '';
    }
  }
  cut.depth += 1;
}

function closeValue(cut: Cut, chunk: string, at: number): void {
  cut.depth = Math.max(0, cut.depth - 1);
  if (cut.from !== undefined && cut.depth === cut.level) {
    const text = cut.before + chunk.slice(cut.from, at + 1);
    cut.found.push({ text, line: cut.fromLine, isJunk: false });
    cut.from = undefined;
    cut.before = '';
  }
  if (cut.depth === 0) cut.level = 0;
}

/** Text between values is told at the end of its line, or where a value begins behind it. */
function endJunk(cut: Cut): void {
  const text = cut.junk.trim();
  if (text !== '') cut.found.push({ text, line: cut.line, isJunk: true });
  cut.junk = '';
}

function read(cut: Cut, chunk: string, at: number): void {
  const code = chunk.charCodeAt(at);
  if (cut.isText) {
    if (cut.isEscaped) cut.isEscaped = false;
    else if (code === backslash) cut.isEscaped = true;
    else if (code === quote) cut.isText = false;
    return;
  }
  if (code === newline) {
    if (cut.depth === 0) endJunk(cut);
    cut.line += 1;
  } else if (code === openBrace || code === openBracket) {
    if (cut.depth === 0) endJunk(cut);
    openValue(cut, chunk, at, code);
  } else if (code === closeBrace || code === closeBracket) closeValue(cut, chunk, at);
  else if (cut.depth === 0) cut.junk += chunk[at] ?? '';
  else if (code === quote) cut.isText = true;
}

/**
 * Cuts JSON values apart that follow each other, on lines or without a separator; of a list, and of the list of an
 * exported document (`Records` and the like), the elements. It holds one piece at a time.
 */
export function jsonCutter(): JsonCutter {
  const cut: Cut = {
    depth: 0,
    level: 0,
    isText: false,
    isEscaped: false,
    line: 1,
    from: undefined,
    fromLine: 1,
    before: '',
    junk: '',
    found: [],
  };
  return {
    feed(chunk) {
      for (let at = 0; at < chunk.length; at += 1) read(cut, chunk, at);
      if (cut.from !== undefined) {
        cut.before += chunk.slice(cut.from);
        cut.from = 0;
      }
      return cut.found.splice(0);
    },
    end() {
      endJunk(cut);
      if (cut.before !== '') cut.found.push({ text: cut.before, line: cut.fromLine, isJunk: false });
      return cut.found.splice(0);
    },
  };
}
