import type { Member } from '#domain/issues/incident.ts';
import type { Instant } from '#domain/values/instant.ts';

/** Members that lost the same over the same time. */
export interface Loss {
  readonly first: Member;
  readonly members: readonly Member[];
  readonly until: Instant | undefined;
}
