import * as z from 'zod';

const textLength = 256;
const idLength = 640;

/**
 * `value` shortened to `length` UTF-16 units, with unpaired surrogates and the two non-characters that SQS refuses in a
 * message body replaced; otherwise unchanged.
 */
export function capped(value: string, length = textLength): string {
  return value
    .slice(0, length)
    .toWellFormed()
    .replace(/[\uFFFE\uFFFF]/g, '\uFFFD');
}

/** A text field; numbers become text, and a missing, empty, "null" or otherwise typed value is undefined. */
export const looseText = z
  .union([z.string(), z.number().transform(String)])
  .transform((value) => meaningful(value, textLength))
  .optional()
  .catch(undefined);

/** A boolean field, also as text "true" or "false"; every other value is undefined. */
export const looseFlag = z
  .union([z.boolean(), z.enum(['true', 'false']).transform((value) => value === 'true')])
  .optional()
  .catch(undefined);

/** `value` trimmed and capped; undefined for empty text and for "null", which hand-made and re-exported records contain. */
export function meaningful(value: string, length = textLength): string | undefined {
  const trimmed = value.slice(0, length + 64).trim();
  return trimmed === '' || trimmed === 'null' ? undefined : capped(trimmed, length);
}

/** Whether `value` is a plain object: neither null nor a list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a dotted path through own properties; undefined when a step is missing. */
export function valueAt(from: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
      from,
    );
}

/** AWS takes at most 100 names in one call (DeleteAlarms); more of them are not read. */
const namesRead = 100;

/** All texts of a list at a dotted path, at most 100; empty when there is no list. */
export function textsAt(from: unknown, path: string): readonly string[] {
  const found = valueAt(from, path);
  const items: readonly unknown[] = Array.isArray(found) ? found.slice(0, namesRead) : [];
  return items.flatMap((item) => (typeof item === 'string' ? (meaningful(item, idLength) ?? []) : []));
}

/** The text at a dotted path, or of a list its first element; undefined when missing, empty or "null". */
export function textAt(from: unknown, path: string): string | undefined {
  const found = valueAt(from, path);
  const value: unknown = Array.isArray(found) ? found[0] : found;
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? meaningful(value, idLength) : undefined;
}
