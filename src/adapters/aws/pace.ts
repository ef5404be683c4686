import { setTimeout } from 'node:timers/promises';

/** Resolves when another call may be made. */
export type Pace = () => Promise<void>;

/** Lets at most `perSecond` calls through in any second; further callers wait in order. */
export function pace(perSecond: number): Pace {
  const gap = 1000;
  // Monotonic times at which the last `perSecond` calls were let through.
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
