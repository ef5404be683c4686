import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { IncidentStore } from '#ports/incident-store.ts';

/**
 * Incidents for one look at an account: what its Regions lost to the same organization trail at the same moment is
 * claimed once for all of them, as in a storm thousands would ask a single row.
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
      return answer;
    },
  };
}
