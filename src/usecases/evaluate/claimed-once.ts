import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { IncidentStore } from '#ports/incident-store.ts';

/**
 * An incident store for one look at an account. Organization-wide claims that are equal but for their time are claimed
 * once for all Regions: thousands of members times Regions would contend for one row.
 */
export function claimedOnce(incidents: IncidentStore): IncidentStore {
  const claimed = new Map<string, Promise<IncidentId>>();
  return {
    ...incidents,
    claimIncident(claim) {
      if (claim.wide !== true) return incidents.claimIncident(claim);
      const key = JSON.stringify({ ...claim, at: 0 });
      const answer = claimed.get(key) ?? incidents.claimIncident(claim);
      claimed.set(key, answer);
      // A failed claim is not kept: the next Region claims again.
      answer.catch(() => claimed.delete(key));
      return answer;
    },
  };
}
