import type { Member } from '#domain/issues/incident.ts';
import type { Instant } from '#domain/values/instant.ts';
import { isOpen } from './affected.ts';

/** The earliest deadline for action among the open members; undefined when none is known. */
export function dueAtOf(members: readonly Member[]): Instant | undefined {
  const moments = members.filter(isOpen).flatMap(({ finding }) => finding.evidence.dueAt ?? []);
  return moments.toSorted((one, other) => one - other)[0];
}
