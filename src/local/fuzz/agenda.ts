import type { SettableClock } from '#adapters/memory/settable-clock.ts';
import { instant } from '#domain/values/instant.ts';

/** The work that waits in the queues, and the simulated time that it waits for. */
export interface Agenda {
  /** Has `work` done in `seconds` of simulated time. */
  later(seconds: number, work: () => Promise<unknown>): void;
  /** Does all work that is due until `end`, in order, with the clock at its moment, and ends with the clock there. */
  playUntil(end: number): Promise<void>;
}

/** An agenda over `clock`; work that is due at the same moment is done in the order in which it was asked for. */
export function agendaOf(clock: SettableClock): Agenda {
  const waiting: { readonly at: number; readonly work: () => Promise<unknown> }[] = [];
  return {
    later(seconds, work) {
      const at = clock.now() + seconds * 1000;
      const next = waiting.findIndex((one) => one.at > at);
      waiting.splice(next < 0 ? waiting.length : next, 0, { at, work });
    },
    async playUntil(end) {
      for (let first = waiting[0]; first && first.at <= end; first = waiting[0]) {
        waiting.shift();
        clock.set(instant(Math.max(first.at, clock.now())));
        await first.work();
      }
      clock.set(instant(Math.max(end, clock.now())));
    },
  };
}
