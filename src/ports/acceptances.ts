import type { Acceptance } from '#domain/issues/acceptance.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';

/** What people accepted at run time. Reads are strongly consistent. */
export interface Acceptances {
  /** Stores an acceptance; one for the same account and incident is replaced. Idempotent. */
  keepAcceptance(acceptance: Acceptance): Promise<void>;
  /** Of one account, those that hold at `now`. */
  listAcceptancesOf(account: AccountId, now: Instant): Promise<readonly Acceptance[]>;
  /** Of one incident, also those that have ended. */
  listAcceptancesIn(incident: IncidentId): Promise<readonly Acceptance[]>;
  /** All, also those that ended less than 90 days ago. */
  listAcceptances(): Promise<readonly Acceptance[]>;
}
