import { clearLine, cursorTo } from 'node:readline';

/** Says on a terminal how much of some files was read; says nothing where the stream is no terminal. */
export interface Reading {
  readonly read: (file: string, bytes: number) => void;
  /** Takes the line away, before something else is written. */
  readonly clear: () => void;
}

/** How often the line is written anew, in milliseconds. */
const everyMs = 200;
/** Reading that is over sooner is not worth a line, in milliseconds. */
const quietForMs = 1000;
const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(0);

/** The line: how much of how much, in megabytes; `total` is undefined where it is not known. */
export function readingLine(bytes: number, total: number | undefined): string {
  return `${megabytes(bytes)}${total === undefined ? '' : ` of ${megabytes(total)}`} MB read`;
}

/** The reading of files of `total` bytes together, on `stream`. */
export function readingOn(stream: NodeJS.WriteStream, total: number | undefined): Reading {
  if (!stream.isTTY || process.env['TERM'] === 'dumb')
    return { read: () => undefined, clear: () => undefined };
  const bytesOf = new Map<string, number>();
  const began = performance.now();
  let [drawnAt, isDrawn] = [began + quietForMs, false];
  return {
    read: (file, bytes) => {
      bytesOf.set(file, bytes);
      const now = performance.now();
      if (now - drawnAt < everyMs) return;
      const sum = [...bytesOf.values()].reduce((all, one) => all + one, 0);
      cursorTo(stream, 0);
      clearLine(stream, 0);
      stream.write(readingLine(sum, total));
      [drawnAt, isDrawn] = [now, true];
    },
    clear: () => {
      if (!isDrawn) return;
      cursorTo(stream, 0);
      clearLine(stream, 0);
      isDrawn = false;
    },
  };
}
