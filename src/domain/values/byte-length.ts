/** The length of a value's JSON in bytes of UTF-8: an upper bound of what DynamoDB counts for its texts and names. */
export function byteLength(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}
