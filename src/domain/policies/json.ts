/** A JSON object with unchecked members. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** `value` as an object, or undefined when it is a list, a primitive or null. */
export function asJsonObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

/** `value` if it is a list, else a list of just `value`: IAM policies allow both forms. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [value];
}
