import { describe, expect, it } from 'vitest';
import { incidentMilestones, unsaidMilestones } from '#domain/announcements/incident-milestones.ts';
import type { IncidentView, Member } from '#domain/issues/incident.ts';
import { account, at, bornHealed, healed, member, view } from '#test/given/incidents.ts';

const seen = (members: readonly Member[], more: object = {}): IncidentView => {
  const plain = view(members, []);
  return { ...plain, incident: { ...plain.incident, ...more } };
};
const shown = (members: readonly Member[], more: object = {}) =>
  incidentMilestones(seen(members, more)).map(
    ({ id, kind, at: when }) => `${id} ${kind} ${new Date(when).toISOString().slice(11, 19)}`,
  );
const of = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    member({}, { account: account(String(200_000_000_000 + index)) }),
  );

describe('what machines hear of an incident', () => {
  it('that is open: it opened, and how severe it is', () => {
    expect(shown([member()])).toEqual(['opened opened 12:00:10', 'severity-critical changed 12:00:10']);
    expect(shown([member({ peak: 'medium' }), member({ peak: 'high', openedAt: at('12:03:00') })])).toEqual([
      'opened opened 12:00:10',
      'severity-high changed 12:03:00',
    ]);
  });

  it('of many accounts: when it has ten times more', () => {
    const accounts = (count: number) => shown(of(count)).filter((one) => one.startsWith('accounts'));
    expect(accounts(9)).toEqual([]);
    expect(accounts(10)).toEqual(['accounts-10 changed 12:00:10']);
    expect(accounts(99)).toEqual(['accounts-10 changed 12:00:10']);
    expect(accounts(100)).toEqual(['accounts-100 changed 12:00:10']);
  });

  it('of which the actor is known', () => {
    const known = view([member({ causedBy: 'e-1' })]);
    expect(incidentMilestones(known).map(({ id }) => id)).toContain('actor-e-1');
  });

  it('with the time of what made it due, so that it is the same when it is sent again after more has come', () => {
    const before = of(10).map((one) => ({ ...one, finding: { ...one.finding, causedBy: 'e-1' } }));
    const later = [
      member({ openedAt: at('12:08:00'), causedBy: 'e-1' }, { account: account('300000000000') }),
      member({ openedAt: at('12:09:00'), peak: 'low', causedBy: undefined }),
    ];
    const said = (members: readonly Member[]) =>
      incidentMilestones({
        ...view(members),
        answers: [{ id: 'on-it-ann', kind: 'on-it', at: at('12:03:00'), by: 'Ann' }],
      });
    expect(said([...later, ...before])).toEqual(said(before));
    expect(said(before).map(({ id, at: when }) => [id, when])).toEqual([
      ['opened', at('12:00:10')],
      ['severity-critical', at('12:00:10')],
      ['accounts-10', at('12:00:10')],
      ['actor-e-1', at('12:00:10')],
      ['answer-on-it-ann', at('12:03:00')],
    ]);
  });

  it('that reached its tenth account when that one was first found, not when it was found again', () => {
    const [first, ...others] = of(10);
    const tenth = { ...first!, finding: { ...first!.finding, openedAt: at('12:05:00') } };
    const again = { ...first!, finding: { ...first!.finding, openedAt: at('12:06:00') } };
    expect(shown([again, tenth, ...others])).toContain('accounts-10 changed 12:05:00');
  });

  it('that came back: when a finding opens after all earlier ones have ended', () => {
    const first = member({ ...healed, resolvedAt: at('12:05:00') });
    const again = member({ openedAt: at('12:06:00') });
    expect(shown([again, first])).toContain('returned@2026-11-21T12:06:00.000Z changed 12:06:00');
    expect(shown([first, member({ openedAt: at('12:05:00') })]).join()).not.toContain('returned');
    expect(shown([member(), again]).join()).not.toContain('returned');
    // What was over when it was first seen neither lasted nor comes back.
    expect(shown([member(bornHealed), again]).join()).not.toContain('returned');
  });

  it('that keeps coming back: once an hour', () => {
    const recurring = { recurring: true };
    const first = member({ ...healed, resolvedAt: at('12:05:00') });
    expect(shown([first, member({ openedAt: at('12:46:10') })], recurring)).toContain(
      'returned@2026-11-21T12:00:00.000Z changed 12:46:10',
    );
    expect(shown([first], recurring)).toContain('resolved@2026-11-21T12:00:00.000Z resolved 12:05:00');
  });

  it('that is accepted, resolved or closed: when the last of it was', () => {
    const accepted = [
      member({ state: 'whitelisted', seenAt: at('12:04:00') }),
      member({ state: 'whitelisted', openedAt: at('12:02:00'), seenAt: at('12:03:00') }),
    ];
    expect(shown(accepted)).toContain('accepted@2026-11-21T12:02:00.000Z accepted 12:04:00');
    // Looks that follow show it again and change nothing.
    const again = accepted.map(({ finding, ...place }) => ({
      ...place,
      finding: { ...finding, exemptSince: finding.seenAt, seenAt: at('12:30:00') },
    }));
    expect(shown(again)).toEqual(shown(accepted));
    const over = [member(healed), member({ ...healed, resolvedAt: undefined, until: at('12:09:00') })];
    expect(shown(over)).toContain('resolved@2026-11-21T12:09:00.000Z resolved 12:09:00');
    const closed = (clock: string) => member({ ...healed, closed: { at: at(clock), because: 'healthy' } });
    expect(shown([closed('13:00:00'), closed('14:00:00')])).toContain('closed closed 14:00:00');
  });

  it('of which people are not told: nothing', () => {
    expect(shown([member({ harmful: false })])).toEqual([]);
    expect(shown([member()], { preexisting: true })).toEqual([]);
  });
});

describe('what is left to publish', () => {
  it('is at first the opening and the end, and all changes are said with them', () => {
    const first = unsaidMilestones(seen([member(healed)]), []);
    expect(first.publish.map(({ kind }) => kind)).toEqual(['opened', 'resolved']);
    expect(first.said).toEqual(['opened', 'severity-critical', 'resolved@2026-11-21T12:07:51.000Z']);
    expect(unsaidMilestones(seen([member(healed)]), first.said)).toEqual({ publish: [], said: first.said });
  });

  it('is later every change that was not said', () => {
    const next = unsaidMilestones(seen(of(10)), ['opened', 'severity-critical']);
    expect(next.publish.map(({ id }) => id)).toEqual(['accounts-10']);
    expect(next.said).toEqual(['opened', 'severity-critical', 'accounts-10']);
  });
});
