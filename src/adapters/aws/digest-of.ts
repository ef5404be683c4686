import { createHash } from 'node:crypto';

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(
    members.sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, member]) => [name, sorted(member)]),
  );
}

/** The first 32 hexadecimal digits of the SHA-256 of a JSON value; the order of members does not matter. */
export function digestOf(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(value)))
    .digest('hex')
    .slice(0, 32);
}

/** The digest of an event pattern in JSON; of a text that is none, one that no pattern of ours has. */
export function digestOfPattern(pattern: string | undefined): string {
  try {
    return digestOf(JSON.parse(pattern ?? 'null'));
  } catch {
    return 'no JSON'; // Not one of our patterns: the comparison reports the rule as changed.
  }
}
