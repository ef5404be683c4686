import { expect, it } from 'vitest';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { IncidentClaim } from '#domain/issues/claim-incident.ts';
import { incidentId, later, noon } from '#test/given/shop.ts';
import { claimedOnce } from '#usecases/evaluate/claimed-once.ts';

const lost: IncidentClaim = { cause: 'trail|not-recording' as never, since: noon, at: noon, wide: true };

function counting() {
  const asked: IncidentClaim[] = [];
  const claim = async (one: IncidentClaim): Promise<IncidentId> => incidentId(`i-${asked.push(one)}`);
  return { asked, incidents: claimedOnce({ claimIncident: claim, readIncident: async () => undefined }) };
}

it('asks once for what all Regions of an account lost to an organization trail', async () => {
  const { asked, incidents } = counting();
  const regions = [0, 1, 2].map((seconds) => incidents.claimIncident({ ...lost, at: later(noon, seconds) }));
  expect(new Set(await Promise.all(regions))).toEqual(new Set(['i-1']));
  expect(asked).toHaveLength(1);
});

it('asks again for another cause, another beginning, another session, and for trails of one account', async () => {
  const { asked, incidents } = counting();
  const session = { key: 'mallory', eventName: 'StopLogging', at: noon };
  await incidents.claimIncident(lost);
  await incidents.claimIncident({ ...lost, cause: 'other|not-recording' as never });
  await incidents.claimIncident({ ...lost, since: later(noon, 1) });
  await incidents.claimIncident({ ...lost, session });
  await incidents.claimIncident({ ...lost, wide: undefined });
  await incidents.claimIncident({ ...lost, wide: undefined });
  expect(asked).toHaveLength(6);
});
