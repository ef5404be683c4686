import { describe, expect, it } from 'vitest';
import type { Trigger } from '#domain/facts/trigger.ts';
import { account, home, later, noon, trigger } from '#test/given/shop.ts';
import { noteOwnChange } from '#usecases/evaluate/note-own-change.ts';
import { evaluationWorld } from '#test/given/evaluation-world.ts';

const central = account('123456789012');
const mallory = { kind: 'assumed-role', person: 'mallory', sessionKey: 'AKIA|mallory' } as const;

/** A harmful call on a rule of ours, so many seconds after noon. */
const call = (id: string, seconds: number, eventName = 'DisableRule', changes: Partial<Trigger> = {}) =>
  trigger({
    eventId: `${eventName}-${id}`,
    sameAs: `${eventName}-${id}`,
    eventName,
    at: later(noon, seconds),
    accountId: central,
    effect: 'harm',
    actor: mallory,
    dependsOn: { kind: 'rule', id },
    trail: undefined,
    ...changes,
  });

async function world() {
  const { parts, stores, moved, clock } = await evaluationWorld();
  const note = noteOwnChange({ ...parts, own: { account: central, names: [], rules: ['trailwarden-iam'] } });
  const noted = (...triggers: Trigger[]) =>
    note({ account: central, regions: [home], why: 'own-change', triggers });
  const view = async () => {
    const { issue } = await stores.issues.readRemembered(central, home);
    const [finding] = [...(issue?.findings.values() ?? [])];
    return { issue, finding, incident: finding && (await stores.incidents.readIncident(finding.incident)) };
  };
  return { noted, view, clock, moved };
}

describe('a change of the detector itself', () => {
  it('is remembered with who did it, although the account is not watched and was not asked', async () => {
    const { noted, view, moved } = await world();
    await noted(call('trailwarden-iam', 0));
    const { issue, finding, incident } = await view();
    expect(finding).toMatchObject({
      rule: 'detector-changed',
      severity: 'high',
      state: 'resolved',
      harmful: true,
      causedBy: 'DisableRule-trailwarden-iam',
      evidence: { change: 'DisableRule trailwarden-iam' },
    });
    expect(issue).toMatchObject({ status: 'resolved', disabled: false });
    expect([...(incident?.events.values() ?? [])].map(({ actor }) => actor.person)).toEqual(['mallory']);
    expect(moved).toHaveLength(1);
  });

  it('is told once, however often its record comes', async () => {
    const { noted, view, moved } = await world();
    for (let time = 0; time < 3; time += 1) await noted(call('trailwarden-iam', 0));
    expect(moved).toHaveLength(1);
    expect((await view()).incident?.events.size).toBe(1);
  });

  it('is one incident with those that follow it, whoever makes them', async () => {
    const { noted, view, clock } = await world();
    await noted(
      call('trailwarden-iam', 0),
      call('trailwarden-s3', 0),
      call('trailwarden-s3', 1, 'RemoveTargets'),
    );
    const first = await view();
    clock.pass(600);
    await noted(call('trailwarden-kms', 590, 'DeleteRule', { actor: { kind: 'root' } }));
    const last = await view();
    expect(last.incident?.incident.id).toBe(first.incident?.incident.id);
    expect(last.incident?.events.size).toBe(4);
    expect(last.finding?.evidence.change).toBe('DeleteRule trailwarden-kms');
  });

  it('is another incident, linked to the one before, an hour later', async () => {
    const { noted, view, clock } = await world();
    await noted(call('trailwarden-iam', 0));
    const before = (await view()).incident?.incident.id;
    clock.pass(3600);
    await noted(call('trailwarden-iam', 3600));
    expect((await view()).incident?.incident).toMatchObject({ previous: before });
  });

  it("is known by the function's call although Lambda dates the name", async () => {
    const { noted, view } = await world();
    const changes = { effect: 'change', dependsOn: { kind: 'function', id: 'trailwarden-sweep' } } as const;
    await noted(call('x', 0, 'UpdateFunctionCode20150331v2', changes));
    expect((await view()).finding).toMatchObject({ severity: 'medium', causedBy: expect.any(String) });
  });
});
