import { instant } from '#domain/values/instant.ts';
import type { Clock } from '#ports/clock.ts';

/** The time of the machine. */
export const systemClock: Clock = { now: () => instant(Date.now()) };
