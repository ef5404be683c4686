import type { Brand } from './brand.ts';

/** A moment, in whole milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = Brand<number, 'Instant'>;

/** A moment from milliseconds since the epoch; fractions are truncated. */
export function instant(milliseconds: number): Instant {
  return Math.trunc(milliseconds) as Instant;
}

/** The moment in `text`, or undefined when it is not a date. Without a time zone, UTC is assumed, as AWS does. */
export function parseInstant(text: unknown): Instant | undefined {
  if (typeof text !== 'string' || text.length > 64) return undefined;
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text.replace(' ', 'T')}Z`;
  const milliseconds = Date.parse(zoned);
  return Number.isNaN(milliseconds) ? undefined : instant(milliseconds);
}

/** ISO 8601 in UTC with milliseconds, e.g. `2026-11-21T12:00:08.000Z`. */
export function iso(moment: Instant): string {
  return new Date(moment).toISOString();
}

/** The moment `seconds` later (earlier when negative). */
export function plusSeconds(moment: Instant, seconds: number): Instant {
  return instant(moment + seconds * 1000);
}
