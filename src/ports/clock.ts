import type { Instant } from '#domain/values/instant.ts';

/** The current time; tests replace it. */
export interface Clock {
  now(): Instant;
}
