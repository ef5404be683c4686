import { expect, it } from 'vitest';
import { causeKey } from '#domain/findings/finding.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import type { IncidentClaim } from '#domain/issues/claim-incident.ts';
import {
  account,
  finding,
  home,
  incidentId,
  later,
  manyAccounts,
  noon,
  saved,
  shop,
  shopTrail,
} from '#test/given/shop.ts';
import type { Stores } from '#test/given/stores.ts';

const cause = causeKey('not-recording', shopTrail);
const other = causeKey('undeliverable', 'all-logs');
const claim = (changes: Partial<IncidentClaim> = {}): IncidentClaim => ({
  cause,
  since: noon,
  at: noon,
  ...changes,
});
const session = (seconds: number, key = 'AKIA|mallory', eventName = 'StopLogging') => ({
  key,
  eventName,
  at: later(noon, seconds),
});

async function withMember(
  { issues }: Stores,
  incident: IncidentId,
  changes: Partial<TrackedFinding> = {},
): Promise<void> {
  const { seenAt = noon } = changes;
  await saved(issues, { at: seenAt, findings: [finding({ subject: shopTrail, incident, ...changes })] });
}

/** What every incident store promises. */
export function incidentStoreContract(open: () => Promise<Stores>): void {
  it('knows no incident of an id that it never gave', async () => {
    const { incidents } = await open();
    expect(await incidents.readIncident(incidentId('nobody'))).toBeUndefined();
  });

  it('opens an incident for a cause, with nothing in it yet', async () => {
    const { incidents } = await open();
    const id = await incidents.claimIncident(claim());
    expect(await incidents.readIncident(id)).toMatchObject({
      incident: { id, cause, openedAt: noon, previous: undefined },
      members: [],
    });
  });

  it('gives one incident to twenty who claim one cause at once', async () => {
    const { incidents } = await open();
    const ids = await Promise.all(Array.from({ length: 20 }, () => incidents.claimIncident(claim())));
    expect(new Set(ids).size).toBe(1);
  });

  it('gives one incident to many causes that one session breaks at once', async () => {
    const { incidents } = await open();
    const ids = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        incidents.claimIncident(
          claim({ cause: causeKey('not-recording', `trail-${index}`), session: session(index) }),
        ),
      ),
    );
    expect(new Set(ids).size).toBe(1);
  });

  it.each([true, false])('never lets new harm join a baseline that is held back (wide: %s)', async (wide) => {
    const { incidents, issues } = await open();
    const held = await incidents.claimIncident(claim({ wide, preexisting: true }));
    const first = account('400000000008');
    const standing = finding({ subject: shopTrail, incident: held });
    await saved(issues, { at: noon, account: first, region: home, findings: [standing] });
    const again = later(noon, 3600);
    expect(await incidents.claimIncident(claim({ wide, preexisting: true, at: again }))).toBe(held);
    const fresh = await incidents.claimIncident(claim({ wide, since: again, at: again }));
    expect(fresh).not.toBe(held);
    expect((await incidents.readIncident(fresh))?.incident.preexisting).toBeUndefined();
  });

  it('keeps that a stop came soon after the last one of its trail, and lets the next ones join', async () => {
    const stores = await open();
    const first = await stores.incidents.claimIncident(claim());
    await withMember(stores, first, {
      state: 'resolved',
      resolvedAt: later(noon, 60),
      until: later(noon, 60),
    });
    const at = (seconds: number) => claim({ since: later(noon, seconds), at: later(noon, seconds) });
    const second = await stores.incidents.claimIncident(at(600));
    expect((await stores.incidents.readIncident(second))?.incident).toMatchObject({
      previous: first,
      recurring: true,
    });
    const seenAt = later(noon, 700);
    const over = { state: 'resolved', resolvedAt: seenAt, until: seenAt, seenAt } as const;
    await withMember(stores, second, over);
    expect(await stores.incidents.claimIncident(at(4000))).toBe(second);
    expect(await stores.incidents.claimIncident(at(4400))).not.toBe(second);
  });

  it('joins the incident of its cause while something in it is open', async () => {
    const stores = await open();
    const id = await stores.incidents.claimIncident(claim());
    await withMember(stores, id);
    const since = later(noon, 9 * 3600);
    expect(await stores.incidents.claimIncident(claim({ since, at: since }))).toBe(id);
    expect(await stores.incidents.claimIncident(claim({ cause: other }))).not.toBe(id);
  });

  it('joins causes of one session and call within a minute of its first, in either order', async () => {
    const { incidents } = await open();
    const first = await incidents.claimIncident(claim({ session: session(0) }));
    expect(await incidents.claimIncident(claim({ cause: other, session: session(60) }))).toBe(first);
    const third = causeKey('not-recording', 'third');
    expect(await incidents.claimIncident(claim({ cause: third, session: session(-60) }))).toBe(first);
  });

  it.each([
    ['more than a minute later', session(61)],
    ['by another session', session(1, 'AKIA|trent')],
    ['by another call', session(1, 'AKIA|mallory', 'DeleteTrail')],
    ['by nobody knows whom', undefined],
  ])('does not join what was caused %s', async (_, second) => {
    const { incidents } = await open();
    const first = await incidents.claimIncident(claim({ session: session(0) }));
    expect(await incidents.claimIncident(claim({ cause: other, session: second }))).not.toBe(first);
  });

  it('remembers what a cause joined: its next claim needs no session', async () => {
    const { incidents } = await open();
    const first = await incidents.claimIncident(claim({ session: session(0) }));
    await incidents.claimIncident(claim({ cause: other, session: session(5) }));
    expect(await incidents.claimIncident(claim({ cause: other }))).toBe(first);
  });

  it('never joins a resolved incident, but opens a new one that is linked to it', async () => {
    const stores = await open();
    const id = await stores.incidents.claimIncident(claim());
    await withMember(stores, id, { state: 'resolved', until: later(noon, 60), resolvedAt: later(noon, 70) });
    const since = later(noon, 61);
    const next = await stores.incidents.claimIncident(claim({ since, at: since }));
    expect(next).not.toBe(id);
    expect((await stores.incidents.readIncident(next))?.incident.previous).toBe(id);
  });

  it('does not go back to the resolved incident through the session that caused both', async () => {
    const stores = await open();
    const id = await stores.incidents.claimIncident(claim({ session: session(0) }));
    await withMember(stores, id, { state: 'resolved', until: later(noon, 20), resolvedAt: later(noon, 25) });
    const since = later(noon, 40);
    const next = await stores.incidents.claimIncident(claim({ since, at: since, session: session(40) }));
    expect(next).not.toBe(id);
  });

  it('joins a resolved incident with what began before it was over', async () => {
    const stores = await open();
    const id = await stores.incidents.claimIncident(claim());
    await withMember(stores, id, { state: 'resolved', until: later(noon, 60), resolvedAt: later(noon, 70) });
    expect(await stores.incidents.claimIncident(claim({ since: later(noon, 60), at: later(noon, 90) }))).toBe(
      id,
    );
  });

  it('is not joined by what returns from it when only exempt members are left, but by others', async () => {
    const stores = await open();
    const id = await stores.incidents.claimIncident(claim());
    await withMember(stores, id, { state: 'whitelisted' });
    expect(await stores.incidents.claimIncident(claim())).toBe(id);
    const next = await stores.incidents.claimIncident(claim({ returnsFrom: id }));
    expect(next).not.toBe(id);
    expect((await stores.incidents.readIncident(next))?.incident.previous).toBe(id);
  });

  it('is not joined once it is closed', async () => {
    const stores = await open();
    const id = await stores.incidents.claimIncident(claim());
    await withMember(stores, id, { state: 'resolved', until: later(noon, 60), resolvedAt: later(noon, 70) });
    const { issue } = await stores.issues.readRemembered(shop, home);
    await stores.issues.closeIssue(issue!, { at: later(noon, 80), because: 'healthy' });
    expect(await stores.incidents.claimIncident(claim({ since: later(noon, 60) }))).not.toBe(id);
  });

  it('reads back all members of a storm of 500 accounts', async () => {
    const { incidents, issues } = await open();
    const incident = await incidents.claimIncident(claim());
    const accounts = manyAccounts(500);
    const one = finding({ subject: shopTrail, incident });
    for (let index = 0; index < accounts.length; index += 25)
      await Promise.all(
        accounts
          .slice(index, index + 25)
          .map((id) => saved(issues, { at: noon, account: id, findings: [one] })),
      );
    const view = await incidents.readIncident(incident);
    expect(view?.members.map((member) => member.account).sort()).toEqual([...accounts].sort());
    expect(view?.members.every((member) => member.region === home)).toBe(true);
    expect(view?.members[0]?.finding).toEqual(one);
  });

  it('shows a member as its last look left it, once', async () => {
    const stores = await open();
    const id = await stores.incidents.claimIncident(claim());
    await withMember(stores, id);
    await withMember(stores, id, { severity: 'low', seenAt: later(noon, 60) });
    const view = await stores.incidents.readIncident(id);
    expect(view?.members).toHaveLength(1);
    expect(view?.members[0]).toMatchObject({ account: account(shop), finding: { severity: 'low' } });
  });
}
