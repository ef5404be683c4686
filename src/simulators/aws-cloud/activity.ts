/** Counts work in flight, so that tests can wait for idleness without sleeping. */
export interface Activity {
  /** Marks a piece of work as begun; the returned function marks its end (further calls have no effect). */
  begin(): () => void;
  /** Returns the given promise; it counts as in flight while it is pending. */
  track<T>(work: Promise<T>): Promise<T>;
  /** How many pieces of work were ever begun; an unchanged number means that none began since. */
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
