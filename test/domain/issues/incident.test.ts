import { describe, expect, it, test } from 'vitest';
import { decideClaim } from '#domain/issues/claim-incident.ts';
import type { IncidentView, Member } from '#domain/issues/incident.ts';
import {
  endOf,
  isJoinable,
  isSoonAfter,
  isTold,
  isWideView,
  isWorthTicket,
  openMembers,
  severityOf,
  statusOf,
} from '#domain/issues/incident.ts';
import type { CauseKey } from '#domain/findings/finding.ts';
import { causeKey } from '#domain/findings/finding.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import { at, evidence, finding, healed, incidentId, member, trailArn, view } from '#test/given/incidents.ts';
import { later } from '#test/given/shop.ts';

const closed = { closed: { at: at('13:00:00'), because: 'healthy' } } as const;
const accepted = { state: 'whitelisted' } as const;
const of = (...changes: Partial<TrackedFinding>[]): Member[] => changes.map((one) => member(one));
const about = (cause: CauseKey, members: readonly Member[], more: object = {}): IncidentView => ({
  ...view(members),
  incident: { ...view(members).incident, cause, ...more },
});

test.each([
  ['open while one member is', of(healed, {}, accepted), 'open'],
  ['accepted when the others are over', of(healed, accepted), 'whitelisted'],
  ['over when all are', of(healed, healed), 'resolved'],
  ['closed when all are', of({ ...healed, ...closed }, { ...closed }), 'closed'],
  ['that of those that are not closed', of({ ...closed }, healed), 'resolved'],
  ['accepted beside what is closed', of({ ...closed }, accepted), 'whitelisted'],
  ['over before it has members', [], 'resolved'],
] as const)('an incident is %s', (_, members, status) => {
  expect(statusOf(view(members))).toBe(status);
});

describe('the severity of an incident', () => {
  it('is the worst of its open members, whatever the others were', () => {
    const members = of({ severity: 'medium', peak: 'critical' }, { severity: 'high' }, healed);
    expect(severityOf(view(members))).toBe('high');
  });

  it('is the worst that it was, once none is open', () => {
    const members = of(
      { ...healed, severity: 'low', peak: 'high' },
      { ...healed, severity: 'low', peak: 'medium' },
    );
    expect(severityOf(view(members))).toBe('high');
  });

  it('leaves out what is closed', () => {
    const members = of({ ...closed, severity: 'critical' }, { severity: 'low', peak: 'low' });
    expect(openMembers(view(members))).toHaveLength(1);
    expect(severityOf(view(members))).toBe('low');
  });

  it('is low before it has members', () => {
    expect(severityOf(view([]))).toBe('low');
  });
});

test('an incident is told when it is no part of the baseline and one member does harm', () => {
  const quiet = { harmful: false };
  expect(isTold(view(of(quiet, {})))).toBe(true);
  expect(isTold(view(of(quiet)))).toBe(false);
  expect(isTold(about(causeKey('not-recording', trailArn), of({}), { preexisting: true }))).toBe(false);
  expect(isTold(about(causeKey('not-recording', trailArn), of({}), { preexisting: false }))).toBe(true);
});

test.each([
  [
    'older trails of the account still record the same',
    { peak: 'medium', evidence: { ...evidence, left: 'own' } },
    false,
  ],
  ['it was worse before', { peak: 'high', evidence: { ...evidence, left: 'own' } }, true],
  ['others cover it', { peak: 'medium', evidence: { ...evidence, left: 'covered' } }, true],
  ['it only weakens', { harmful: false }, false],
] as const)('a ticket is worth it or not when %s', (_, changes, worth) => {
  expect(isWorthTicket(of(changes))).toBe(worth);
  expect(isWorthTicket(of({ harmful: false }, changes))).toBe(worth);
});

test('a finding ended when it is known to, else when that was proven, else when it was last seen', () => {
  const times = { until: at('12:01:00'), resolvedAt: at('12:02:00'), seenAt: at('12:03:00') };
  expect(endOf(finding(times))).toBe(times.until);
  expect(endOf(finding({ ...times, until: undefined }))).toBe(times.resolvedAt);
  expect(endOf(finding({ ...times, until: undefined, resolvedAt: undefined }))).toBe(times.seenAt);
});

describe('a trail that stops again', () => {
  const trail = causeKey('not-recording', trailArn);
  const soon = (seconds: number) => later(healed.until, seconds);

  it('does so soon when less than an hour has passed since the end', () => {
    const over = about(trail, of(healed));
    expect([3600, 3601].map((seconds) => isSoonAfter(over, soon(seconds)))).toEqual([true, false]);
  });

  it('does so soon after any member', () => {
    const over = about(trail, of({ ...healed, until: at('10:00:00') }, healed));
    expect(isSoonAfter(over, soon(60))).toBe(true);
  });

  it('is asked about trails only, and only once the incident is over', () => {
    expect(isSoonAfter(about(causeKey('not-recording', '111122223333|no-trail'), of(healed)), soon(60))).toBe(
      false,
    );
    expect(isSoonAfter(about(trail, of(healed, {})), soon(60))).toBe(false);
    expect(isSoonAfter(about(trail, of(accepted)), soon(60))).toBe(false);
  });
});

describe('a new finding joins the incident of its cause', () => {
  const trail = causeKey('not-recording', trailArn);
  const began = (seconds: number) => ({ since: later(healed.until, seconds) });

  it.each([
    ['while it is open', about(trail, of({})), began(9999), true],
    ['that was just opened', about(trail, []), began(9999), true],
    ['when it began before the end', about(trail, of(healed)), began(0), true],
    [
      'when it began before the end of any member',
      about(trail, of({ ...healed, until: at('10:00:00') }, healed)),
      began(-60),
      true,
    ],
    ['not when it began after', about(trail, of(healed)), began(1), false],
    ['not once it is closed', about(trail, of({ ...healed, ...closed })), began(-60), false],
    ['not when its rows have expired', undefined, began(-60), false],
    ['while it is accepted', about(trail, of(accepted)), began(9999), true],
    [
      'that is held back, as part of it',
      about(trail, of({}), { preexisting: true }),
      { ...began(0), preexisting: true },
      true,
    ],
    ['not one that is held back, as new harm', about(trail, of({}), { preexisting: true }), began(0), false],
    ['that keeps coming back, for an hour', about(trail, of(healed), { recurring: true }), began(3600), true],
    ['not after that hour', about(trail, of(healed), { recurring: true }), began(3601), false],
    [
      'that was over when it was first seen',
      about(trail, of({ ...healed, openedAt: healed.resolvedAt })),
      began(60),
      true,
    ],
    [
      'of the detector, for a quarter of an hour',
      about('unwatched|x|detector' as CauseKey, of(healed)),
      began(900),
      true,
    ],
    [
      'not of the detector after that',
      about('unwatched|x|detector' as CauseKey, of(healed)),
      began(901),
      false,
    ],
    [
      'not of other parts after the end',
      about('unwatched|x|else' as CauseKey, of(healed)),
      began(900),
      false,
    ],
  ] as const)('%s', (_, held, claim, joins) => {
    expect(isJoinable(held, claim)).toBe(joins);
  });

  it('not that which an exemption hid until now', () => {
    const hidden = about(trail, of(accepted));
    expect(isJoinable(hidden, { ...began(0), returnsFrom: hidden.incident.id })).toBe(false);
    expect(isJoinable(hidden, { ...began(0), returnsFrom: incidentId('i-0') })).toBe(true);
  });
});

describe('equal calls of one session', () => {
  const claim = (seconds: number) => ({
    cause: causeKey('not-recording', trailArn),
    since: at('12:00:00'),
    at: at('12:00:10'),
    session: { key: 's', eventName: 'StopLogging', at: later(at('12:00:00'), seconds) },
  });
  const ofSession = { incident: incidentId('i-7'), firstAt: at('12:00:00') };

  it.each([
    [60, true],
    [-60, true],
    [61, false],
    [-61, false],
  ])('%i s after the first are one incident: %s', (seconds, joins) => {
    expect(decideClaim(claim(seconds), { ofSession })).toMatchObject(
      joins ? { joinsForCause: 'i-7' } : { opens: { cause: claim(0).cause } },
    );
  });

  it('do not join the incident that the finding returns from', () => {
    const returning = { ...claim(1), returnsFrom: ofSession.incident };
    expect(decideClaim(returning, { ofSession })).toMatchObject({ opens: { previous: 'i-7' } });
  });

  it('come after the incident of the cause, which is joined first', () => {
    const open = about(causeKey('not-recording', trailArn), of({}));
    expect(decideClaim(claim(1), { ofSession, ofCause: { id: incidentId('i-1'), view: open } })).toEqual({
      joins: 'i-1',
    });
  });

  it('open an incident that recurs, when the trail stopped less than an hour before', () => {
    const over = about(causeKey('not-recording', trailArn), of(healed));
    const again = {
      cause: over.incident.cause,
      since: later(healed.until, 600),
      at: later(healed.until, 601),
    };
    expect(decideClaim(again, { ofCause: { id: incidentId('i-1'), view: over } })).toEqual({
      opens: {
        cause: over.incident.cause,
        openedAt: again.at,
        previous: 'i-1',
        preexisting: undefined,
        recurring: true,
      },
    });
  });
});

test('an incident of 10,000 members and more is read once a run', () => {
  const members = Array.from({ length: 10_000 }, () => member());
  expect([isWideView({ members }), isWideView({ members: members.slice(1) })]).toEqual([true, false]);
});
