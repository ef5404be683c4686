import type { Instant } from '#domain/values/instant.ts';

/** Tells the time. */
export interface Clock {
  now(): Instant;
}
