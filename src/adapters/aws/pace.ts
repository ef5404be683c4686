import { setTimeout } from 'node:timers/promises';

/** Waits until another call may be made. */
export type Pace = () => Promise<void>;

/** At most `perSecond` calls in any second; whoever comes too early waits in line. */
export function pace(perSecond: number): Pace {
  const gap = 1000;
  // When the calls of the last second were let through; a monotonic clock, because this is about real time.
  const turns: number[] = [];
  return async () => {
    const now = performance.now();
    const oldest = turns.length < perSecond ? -Infinity : (turns[turns.length - perSecond] ?? -Infinity);
    const turn = Math.max(now, oldest + gap);
    turns.push(turn);
    if (turns.length > perSecond) turns.shift();
    if (turn > now) await setTimeout(turn - now);
  };
}
