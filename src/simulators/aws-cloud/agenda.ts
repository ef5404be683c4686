import type { Clock } from '#simulators/wire.ts';

/** Actions that are due later on the local cloud's clock: retries, schedules, back-off. */
export interface Agenda {
  /** Runs `action` once the clock shows `at`. The returned function cancels it. */
  add(at: number, action: () => void): () => void;
  /** The next due moment. */
  next(): number | undefined;
  /** Runs every action that is due by now. */
  runDue(): void;
  stop(): void;
}

/** An agenda that runs due actions as real time passes too, not only when the clock is moved forward. */
export function createAgenda(clock: Clock): Agenda {
  let entries: { readonly at: number; readonly action: () => void }[] = [];
  let timer: NodeJS.Timeout | undefined;
  const next = (): number | undefined => entries[0]?.at;
  const runDue = (): void => {
    const now = clock.now();
    const due = entries.filter(({ at }) => at <= now);
    entries = entries.filter(({ at }) => at > now);
    for (const { action } of due) action();
    wind();
  };
  const wind = (): void => {
    clearTimeout(timer);
    const at = next();
    if (at === undefined) return;
    // setTimeout takes at most a 32-bit number of milliseconds; a longer wait is split into several.
    timer = setTimeout(runDue, Math.min(Math.max(0, at - clock.now()), 2 ** 31 - 1)).unref();
  };
  return {
    next,
    runDue,
    add: (at, action) => {
      const entry = { at, action };
      entries = [...entries, entry].sort((one, other) => one.at - other.at);
      wind();
      return () => {
        entries = entries.filter((other) => other !== entry);
        wind();
      };
    },
    stop: () => {
      clearTimeout(timer);
      entries = [];
    },
  };
}
