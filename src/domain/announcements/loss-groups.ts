import type { Member } from '#domain/issues/incident.ts';
import type { Instant } from '#domain/values/instant.ts';

/** Members with the same kind of loss over the same time; `until` is undefined while it lasts. */
export interface MemberLoss {
  readonly first: Member;
  readonly members: readonly Member[];
  readonly until: Instant | undefined;
}
