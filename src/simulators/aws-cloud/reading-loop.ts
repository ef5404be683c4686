/** How often a stream is read when nothing urges, in real milliseconds: four times a second, as Lambda does. */
const pollInterval = 250;
/** Writes of one moment arrive as one batch, as they mostly do in AWS; in real milliseconds. */
const company = 15;
/** So many reads in a row must give nothing after a write before the stream counts as read to its end. */
const enough = 2;

/** Reads a stream again and again, one read at a time; not at all while nothing can have come. */
export interface ReadingLoop {
  start(): void;
  /** Something was written; `eagerly`: it is read at once. */
  wrote(eagerly: boolean): void;
  /** Reads now, if something can have come; answers how many records there were. */
  now(): Promise<number>;
  stop(): void;
}

/** Calls `read`, and begins anew when it has failed. */
function reader(read: () => Promise<number>) {
  const state = { stopped: false, empty: 0 };
  let last: Promise<number> = Promise.resolve(0);
  const readOnce = async (): Promise<number> => {
    if (state.stopped || state.empty >= enough) return 0;
    // Counted before the read: what is written meanwhile starts the count anew.
    state.empty += 1;
    const count = await read();
    if (count > 0) state.empty = 0;
    return count;
  };
  const now = (): Promise<number> => {
    last = last.then(readOnce).catch((error: unknown) => {
      if (!state.stopped) console.error('local cloud: reading a stream failed:', error);
      state.empty = 0;
      return 0;
    });
    return last;
  };
  return { state, now };
}

/** A loop around `read`, which answers how many records it has read. */
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
