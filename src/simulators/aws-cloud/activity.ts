/** Counts what is in flight, so that waiting for rest needs no sleeping. */
export interface Activity {
  /** Marks a piece of work as begun; the answer ends it (calling it twice counts once). */
  begin(): () => void;
  /** The promise itself, counted while it is pending. */
  track<T>(work: Promise<T>): Promise<T>;
  /** How many pieces of work were ever begun: if it has not moved, nothing has happened since. */
  readonly begun: number;
  readonly busy: boolean;
  /** Resolves as soon as nothing is in flight. */
  idle(): Promise<void>;
}

/** An activity counter with nothing in flight. */
export function createActivity(): Activity {
  let begun = 0;
  let running = 0;
  let waiting: (() => void)[] = [];
  const begin = (): (() => void) => {
    begun += 1;
    running += 1;
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      running -= 1;
      if (running > 0) return;
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    };
  };
  return {
    begin,
    track: (work) => work.finally(begin()),
    get begun() {
      return begun;
    },
    get busy() {
      return running > 0;
    },
    idle: async () => {
      if (running > 0) await new Promise<void>((resolve) => waiting.push(resolve));
    },
  };
}
