import type { Member } from '#domain/issues/incident.ts';
import type { Instant } from '#domain/values/instant.ts';
import { isOpen } from './affected.ts';

/** By when somebody has to act on what is open, the earliest of all; undefined when no day is known. */
export function dueAtOf(members: readonly Member[]): Instant | undefined {
  const moments = members.filter(isOpen).flatMap(({ finding }) => finding.evidence.dueAt ?? []);
  return moments.toSorted((one, other) => one - other)[0];
}
