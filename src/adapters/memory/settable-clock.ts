import type { Instant } from '#domain/values/instant.ts';
import { instant, plusSeconds } from '#domain/values/instant.ts';
import type { Clock } from '#ports/clock.ts';

/** A clock that stands still until it is set. */
export interface SettableClock extends Clock {
  set(now: Instant): void;
  /** Advances the clock by `seconds`. */
  pass(seconds: number): void;
}

/** A clock that shows `start` (milliseconds since the epoch) until it is set. */
export function settableClock(start: number): SettableClock {
  let now = instant(start);
  return {
    now: () => now,
    set: (moment) => void (now = moment),
    pass: (seconds) => void (now = plusSeconds(now, seconds)),
  };
}
