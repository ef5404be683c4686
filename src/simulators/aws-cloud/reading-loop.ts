import { complain } from './complain.ts';

/** The regular interval between reads of a stream, in real milliseconds: four times a second, as Lambda does. */
const pollInterval = 250;
/** The delay of a read after a write, in real milliseconds; simultaneous writes form one batch, as mostly in AWS. */
const company = 15;
/** The number of consecutive empty reads after a write until the stream counts as read to its end. */
const enough = 2;

/** Reads a stream repeatedly, one read at a time; pauses while no write has happened since it was read to its end. */
export interface ReadingLoop {
  start(): void;
  /** Reports a write; `eagerly`: the stream is read at once. */
  wrote(eagerly: boolean): void;
  /** Reads now unless no new record is possible; answers the number of records. */
  now(): Promise<number>;
  stop(): void;
}

/** Calls `read`, and repeats it after a failure. */
function reader(read: () => Promise<number>) {
  const state = { stopped: false, empty: 0 };
  let last: Promise<number> = Promise.resolve(0);
  const readOnce = async (): Promise<number> => {
    if (state.stopped || state.empty >= enough) return 0;
    // Counted before the read, because a write during the read resets the count.
    state.empty += 1;
    const count = await read();
    if (count > 0) state.empty = 0;
    return count;
  };
  const now = (): Promise<number> => {
    last = last.then(readOnce).catch((error: unknown) => {
      if (!state.stopped) complain('reading a stream failed:', error);
      state.empty = 0;
      return 0;
    });
    return last;
  };
  return { state, now };
}

/** A reading loop around `read`, which answers the number of records read. */
export function createReadingLoop(read: () => Promise<number>): ReadingLoop {
  const { state, now } = reader(read);
  let timer: NodeJS.Timeout | undefined;
  let urged: NodeJS.Timeout | undefined;
  const tick = async (): Promise<void> => {
    await now();
    if (!state.stopped) timer = setTimeout(() => void tick(), pollInterval);
  };
  return {
    now,
    start: () => void tick(),
    wrote: (eagerly) => {
      state.empty = 0;
      if (!eagerly) return;
      urged ??= setTimeout(() => {
        urged = undefined;
        void now();
      }, company);
    },
    stop: () => {
      state.stopped = true;
      clearTimeout(timer);
      clearTimeout(urged);
    },
  };
}
