import * as z from 'zod';

const textLength = 256;
const idLength = 640;

/**
 * `value` shortened to `length` UTF-16 units and without halves of surrogate pairs and the two
 * non-characters that SQS refuses in a message body; otherwise raw.
 */
export function capped(value: string, length = textLength): string {
  return value
    .slice(0, length)
    .toWellFormed()
    .replace(/[\uFFFE\uFFFF]/g, '\uFFFD');
}

/** A text field that may be missing, empty, "null", a number or anything else; only real text counts. */
export const looseText = z
  .union([z.string(), z.number().transform(String)])
  .transform((value) => meaningful(value, textLength))
  .optional()
  .catch(undefined);

/** A yes-or-no field that may be written as text. */
export const looseFlag = z
  .union([z.boolean(), z.enum(['true', 'false']).transform((value) => value === 'true')])
  .optional()
  .catch(undefined);

/** Undefined for empty text and for the text "null", which hand-made and re-exported records contain. */
export function meaningful(value: string, length = textLength): string | undefined {
  const trimmed = value.slice(0, length + 64).trim();
  return trimmed === '' || trimmed === 'null' ? undefined : capped(trimmed, length);
}

/** Whether `value` is a plain object: neither null nor a list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a dotted path through own fields only; undefined wherever the path breaks off. */
export function valueAt(from: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
      from,
    );
}

/** The text at a dotted path (of a list: its first text); undefined when there is none that means anything. */
export function textAt(from: unknown, path: string): string | undefined {
  const found = valueAt(from, path);
  const value: unknown = Array.isArray(found) ? found[0] : found;
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? meaningful(value, idLength) : undefined;
}
