import { describe, expect, test } from 'vitest';
import { recordsEverything } from '#domain/facts/event-selectors.ts';
import type { TrailSight } from '#domain/facts/observation.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import type { RuleId } from '#domain/findings/rule-id.ts';
import type { Exemption } from '#domain/issues/exemption.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import {
  after,
  call,
  created,
  denied,
  failed,
  hidden,
  independent,
  logging,
  observation,
  prod,
  recording,
  stopped,
  trailArn,
} from '#test/given/looks.ts';
import { at } from '#test/given/incidents.ts';
import type { Remembered } from '#test/given/story.ts';
import { blank, tell } from '#test/given/story.ts';

const main = trailArn('main');

interface Step {
  /** Seconds after noon. */
  readonly at: number;
  readonly seen: readonly TrailSight[] | 'unreadable';
  readonly calls?: readonly Trigger[];
  readonly exemptions?: readonly Exemption[];
  /** Every finding that is remembered then: `rule of trail: state severity incident`. */
  readonly then: readonly string[];
}

const nameOf = (subject: string) => (subject === '-' ? 'account' : subject.replace(/^.*\//, ''));
const line = ({ rule, subject, state, severity, incident, healthyAt }: TrackedFinding) =>
  `${rule} of ${nameOf(subject)}: ${state}${state === 'open' && healthyAt ? ', healthy once' : ''} ${severity} ${incident}`;

/** Takes the looks one after the other and compares what is remembered after each of them. */
function journey(steps: readonly Step[]): Remembered {
  return steps.reduce((kept, { at, seen, calls, exemptions, then }) => {
    const next = tell(kept, { seen: observation(seen, after(at)), calls, exemptions }).remembered;
    expect([...next.findings.values()].map(line).sort(), `${at} s after noon`).toEqual([...then].sort());
    return next;
  }, blank);
}

function only(kept: Remembered, rule: RuleId, subject = main): TrackedFinding {
  const found = [...kept.findings.values()].find((one) => one.rule === rule && one.subject === subject);
  if (found === undefined) throw new Error(`${rule} is not remembered`);
  return found;
}

const healthy = { at: 0, seen: [logging('main')], then: [] };
const stop = call('StopLogging', after(58), 'main');
const stoppedMain = stopped('main', after(58));
/** As after a StartLogging. */
const startedMain = (at: number) => logging('main', { stoppedAt: after(58), startedAt: after(at) });

const shared = independent('spare').trail.arn;

test('a stop, healthy once, healthy again a minute later: resolved', () => {
  const kept = journey([
    healthy,
    { at: 60, seen: [stoppedMain], calls: [stop], then: ['logging-stopped of main: open critical i-1'] },
    { at: 120, seen: [startedMain(100)], then: ['logging-stopped of main: open, healthy once critical i-1'] },
    { at: 179, seen: [startedMain(100)], then: ['logging-stopped of main: open, healthy once critical i-1'] },
    { at: 180, seen: [startedMain(100)], then: ['logging-stopped of main: resolved critical i-1'] },
  ]);
  expect(only(kept, 'logging-stopped')).toMatchObject({
    since: after(58),
    openedAt: after(60),
    until: after(100),
    resolvedAt: after(180),
    causedBy: stop.eventId,
  });
});

describe('selectors that are turned', () => {
  /** A trail that was made just now, into a bucket that is not known: it records everything. */
  const decoy = logging('decoy', {}, { bucket: 'of-a-stranger' });
  const turned = (sight: TrailSight): TrailSight =>
    recording(
      { ...sight, trail: { ...sight.trail, customSelectors: true } },
      { kind: 'basic', selectors: [{ managementEvents: false, readWrite: 'All', excludedSources: [] }] },
    );
  const told = 'management-events-unrecorded of main: open high';

  test.each<[string, TrailSight]>([
    ['nobody may read them', { ...turned(logging('main')), selectors: denied }],
    ['nobody may read whether the trail logs', turned(hidden('main'))],
  ])('while %s are told once it can be read, whatever else records', (_, unseen) => {
    const kept = journey([
      healthy,
      { at: 60, seen: [unseen, decoy], then: [] },
      { at: 90, seen: [turned(logging('main')), decoy], then: [`${told} i-1`] },
    ]);
    expect(only(kept, 'management-events-unrecorded').evidence).toMatchObject({
      left: 'doubtful',
      was: { recorded: recordsEverything, answeredSelectors: { kind: 'default' } },
    });
  });

  test('while the trail is stopped are told once it is started again: it records less than before the stop', () => {
    const ofStop = (state: string) => `logging-stopped of main: ${state} high i-1`;
    journey([
      healthy,
      { at: 60, seen: [stoppedMain, decoy], calls: [stop], then: [ofStop('open')] },
      { at: 70, seen: [turned(stoppedMain), decoy], then: [ofStop('open')] },
      {
        at: 90,
        seen: [turned(startedMain(80)), decoy],
        calls: [call('StartLogging', after(80), 'main')],
        then: [ofStop('resolved'), `${told} i-1`],
      },
    ]);
  });

  test.each<[string, TrailSight, TrailSight]>([
    ['while it is stopped', stopped('main', after(20)), startedMain(30)],
    ['while nobody may read whether it logs', hidden('main'), logging('main')],
  ])('to record more %s make no old trail of it: it does so since it was seen to', (_, unseen, wide) => {
    const kept = [turned(logging('main')), turned(unseen), unseen, wide, wide].reduce(
      (before, sight, index) => tell(before, { seen: observation([sight], after(10 * index)) }).remembered,
      blank,
    );
    expect(kept.memory?.trails[0]).toMatchObject({ loggingSince: at('08:00:00'), unchangedSince: after(30) });
  });

  test('before the trail is started for the first time are what it was made for', () => {
    journey([
      { ...healthy, seen: [logging('main'), created('data')] },
      { at: 60, seen: [logging('main'), turned(created('data'))], then: [] },
      { at: 90, seen: [logging('main'), turned(logging('data'))], then: [] },
    ]);
  });
});

test('a stop, then StartLogging and a healthy state: resolved at once', () => {
  const start = call('StartLogging', after(100), 'main');
  journey([
    healthy,
    { at: 60, seen: [stoppedMain], calls: [stop], then: ['logging-stopped of main: open critical i-1'] },
    {
      at: 101,
      seen: [startedMain(100)],
      calls: [start],
      then: ['logging-stopped of main: resolved critical i-1'],
    },
  ]);
});

test.each([
  ['StartLogging that failed', failed(call('StartLogging', after(100), 'main'))],
  ['StartLogging of another trail', call('StartLogging', after(100), 'spare')],
  ['StartLogging from before the stop', call('StartLogging', after(50), 'main')],
])('a %s proves nothing', (_, one) => {
  journey([
    healthy,
    { at: 60, seen: [stoppedMain], calls: [stop], then: ['logging-stopped of main: open critical i-1'] },
    {
      at: 101,
      seen: [startedMain(100)],
      calls: [one],
      then: ['logging-stopped of main: open, healthy once critical i-1'],
    },
  ]);
});

test('StartLogging whose effect does not show yet resolves nothing', () => {
  const start = call('StartLogging', after(61), 'main');
  journey([
    healthy,
    { at: 60, seen: [stoppedMain], calls: [stop], then: ['logging-stopped of main: open critical i-1'] },
    { at: 62, seen: [stoppedMain], calls: [start], then: ['logging-stopped of main: open critical i-1'] },
  ]);
});

test('what is stopped again while it is being proven starts anew, in the same incident', () => {
  const kept = journey([
    healthy,
    { at: 60, seen: [stoppedMain], calls: [stop], then: ['logging-stopped of main: open critical i-1'] },
    { at: 120, seen: [startedMain(100)], then: ['logging-stopped of main: open, healthy once critical i-1'] },
    { at: 150, seen: [stopped('main', after(140))], then: ['logging-stopped of main: open critical i-1'] },
    { at: 190, seen: [logging('main')], then: ['logging-stopped of main: open, healthy once critical i-1'] },
  ]);
  expect(only(kept, 'logging-stopped').since).toBe(after(58));
});

test('a stop after a resolution is a new incident that returns from the old one', () => {
  const start = call('StartLogging', after(100), 'main');
  const kept = journey([
    healthy,
    { at: 60, seen: [stoppedMain], calls: [stop], then: ['logging-stopped of main: open critical i-1'] },
    {
      at: 101,
      seen: [startedMain(100)],
      calls: [start],
      then: ['logging-stopped of main: resolved critical i-1'],
    },
    { at: 901, seen: [stopped('main', after(900))], then: ['logging-stopped of main: open critical i-2'] },
  ]);
  expect(only(kept, 'logging-stopped')).toMatchObject({ returnsFrom: 'i-1', openedAt: after(901) });
});

test('a stop is seen, then the trail is deleted: one cause, one incident', () => {
  const kept = journey([
    healthy,
    { at: 60, seen: [stoppedMain], calls: [stop], then: ['logging-stopped of main: open critical i-1'] },
    {
      at: 90,
      seen: [],
      calls: [call('DeleteTrail', after(89), 'main')],
      then: ['logging-stopped of main: resolved critical i-1', 'trail-gone of main: open critical i-1'],
    },
  ]);
  expect(only(kept, 'trail-gone').cause).toBe(only(kept, 'logging-stopped').cause);
  expect(only(kept, 'trail-gone').since).toBe(after(89));
});

test('stopped and started between two looks: told once as interrupted, and not again', () => {
  const once = ['logging-interrupted of main: resolved high i-1'];
  const kept = journey([
    healthy,
    { at: 60, seen: [startedMain(59)], calls: [stop], then: once },
    { at: 61, seen: [startedMain(59)], calls: [call('StartLogging', after(59), 'main')], then: once },
    { at: 70, seen: [startedMain(59)], calls: [stop], then: once },
    { at: 3600, seen: [startedMain(59)], then: once },
  ]);
  expect(only(kept, 'logging-interrupted')).toMatchObject({
    since: after(58),
    until: after(59),
    openedAt: after(60),
    resolvedAt: after(60),
  });
});

test('without any event the next look finds the interruption all the same', () => {
  journey([
    healthy,
    { at: 3600, seen: [startedMain(59)], then: ['logging-interrupted of main: resolved high i-1'] },
  ]);
});

test('a second interruption within the hour joins the first, and is counted', () => {
  const again = logging('main', { stoppedAt: after(900), startedAt: after(901) });
  const { findings } = journey([
    healthy,
    { at: 60, seen: [startedMain(59)], then: ['logging-interrupted of main: resolved high i-1'] },
    { at: 910, seen: [again], then: ['logging-interrupted of main: resolved high i-1'] },
  ]);
  expect([...findings.values()].map(({ repeated }) => repeated?.times)).toEqual([2]);
});

test('an interruption an hour after the last one is told again, as an incident of its own', () => {
  const again = logging('main', { stoppedAt: after(3700), startedAt: after(3701) });
  journey([
    healthy,
    { at: 60, seen: [startedMain(59)], then: ['logging-interrupted of main: resolved high i-1'] },
    { at: 3710, seen: [again], then: ['logging-interrupted of main: resolved high i-2'] },
  ]);
});

test('the stop of an incident that was followed is not told a second time as an interruption', () => {
  const start = call('StartLogging', after(100), 'main');
  const resolved = ['logging-stopped of main: resolved critical i-1'];
  journey([
    healthy,
    { at: 60, seen: [stoppedMain], calls: [stop], then: ['logging-stopped of main: open critical i-1'] },
    { at: 101, seen: [startedMain(100)], calls: [start], then: resolved },
    { at: 105, seen: [startedMain(100)], calls: [stop], then: resolved },
  ]);
});

test('a trail that stops beside one of the organization is a weakening; when that one stops, the loss belongs to the second', () => {
  const stoppedSpare = independent('spare', { logging: false, stoppedAt: after(200) });
  const kept = journey([
    { at: 0, seen: [logging('main'), independent('spare')], then: [] },
    {
      at: 60,
      seen: [stoppedMain, independent('spare')],
      calls: [stop],
      then: ['logging-stopped of main: open low i-1'],
    },
    {
      at: 201,
      seen: [stoppedMain, stoppedSpare],
      calls: [call('StopLogging', after(200), undefined, { trail: { kind: 'arn', arn: shared } })],
      then: ['logging-stopped of main: open low i-1', 'logging-stopped of spare: open critical i-2'],
    },
  ]);
  expect(only(kept, 'logging-stopped').harmful).toBe(false);
  expect(only(kept, 'logging-stopped', shared)).toMatchObject({ harmful: true, peak: 'critical' });
});

test('coverage that comes back through another trail lowers the severity and keeps the incident open', () => {
  journey([
    {
      at: 0,
      seen: [stoppedMain, independent('spare', { logging: false, stoppedAt: after(1) })],
      then: ['logging-stopped of main: open critical i-1', 'logging-stopped of spare: open low i-2'],
    },
    {
      at: 60,
      seen: [stoppedMain, independent('spare')],
      calls: [call('StartLogging', after(59), undefined, { trail: { kind: 'arn', arn: shared } })],
      then: ['logging-stopped of main: open low i-1', 'logging-stopped of spare: resolved low i-2'],
    },
  ]);
});

test('a delivery error is healed only by a newer delivery', () => {
  const failing = logging('main', { deliveryError: 'NoSuchBucket', deliveredAt: after(-300) });
  const open = ['s3-delivery-failing of main: open high i-1'];
  const doubtful = ['s3-delivery-failing of main: open, healthy once high i-1'];
  const delete_ = call('DeleteBucket', after(50), undefined, {
    dependsOn: { kind: 'bucket', id: 'the-bucket' },
  });
  const kept = journey([
    healthy,
    { at: 60, seen: [failing], calls: [delete_], then: open },
    { at: 400, seen: [failing], then: open },
    { at: 500, seen: [logging('main', { deliveredAt: after(-300) })], then: doubtful },
    { at: 900, seen: [logging('main', { deliveredAt: after(-300) })], then: doubtful },
    {
      at: 1000,
      seen: [stopped('main', after(950))],
      then: [...doubtful, 'logging-stopped of main: open critical i-2'],
    },
    {
      at: 1300,
      seen: [logging('main', { deliveredAt: after(1250) })],
      calls: [call('StartLogging', after(1100), 'main')],
      then: [
        's3-delivery-failing of main: resolved high i-1',
        'logging-stopped of main: resolved critical i-2',
      ],
    },
  ]);
  expect(only(kept, 's3-delivery-failing')).toMatchObject({ until: after(1250), causedBy: delete_.eventId });
});

test('what is accepted is hidden until its exemption ends, and then it is a new incident', () => {
  const exemption: Exemption = { accountId: prod, trail: main, reason: 'moved', expires: after(300) };
  const kept = journey([
    healthy,
    { at: 60, seen: [stoppedMain], calls: [stop], then: ['logging-stopped of main: open critical i-1'] },
    {
      at: 120,
      seen: [stoppedMain],
      exemptions: [exemption],
      then: ['logging-stopped of main: whitelisted critical i-1'],
    },
    {
      at: 299,
      seen: [stoppedMain],
      exemptions: [exemption],
      then: ['logging-stopped of main: whitelisted critical i-1'],
    },
    {
      at: 300,
      seen: [stoppedMain],
      exemptions: [exemption],
      then: ['logging-stopped of main: open critical i-2'],
    },
    {
      at: 400,
      seen: [stoppedMain],
      exemptions: [exemption],
      then: ['logging-stopped of main: open critical i-2'],
    },
  ]);
  expect(only(kept, 'logging-stopped')).toMatchObject({
    returnsFrom: 'i-1',
    exemptBecause: undefined,
    harmful: true,
  });
});

test('what was accepted before it happened is told to nobody, and so is its healing', () => {
  const exemptions = [{ accountId: prod, reason: 'a sandbox' }];
  const kept = journey([
    { ...healthy, exemptions },
    {
      at: 60,
      seen: [stoppedMain],
      calls: [stop],
      exemptions,
      then: ['logging-stopped of main: whitelisted critical i-1'],
    },
    {
      at: 120,
      seen: [startedMain(100)],
      calls: [call('StartLogging', after(100), 'main')],
      exemptions,
      then: ['logging-stopped of main: resolved critical i-1'],
    },
  ]);
  expect(only(kept, 'logging-stopped').harmful).toBe(false);
});

test('a trail that is created and not started yet makes no sound', () => {
  journey([
    { at: 0, seen: [independent('main')], then: [] },
    {
      at: 60,
      seen: [independent('main'), created('spare')],
      calls: [call('CreateTrail', after(59), 'spare')],
      then: [],
    },
    {
      at: 70,
      seen: [independent('main'), logging('spare')],
      calls: [call('StartLogging', after(69), 'spare')],
      then: [],
    },
    { at: 3600, seen: [independent('main')], then: ['trail-gone of spare: open low i-1'] },
  ]);
});

test('a trail that is deleted and created anew is still missed until it is started', () => {
  const gone = ['trail-gone of main: open critical i-1'];
  journey([
    healthy,
    {
      at: 60,
      seen: [created('main')],
      calls: [call('DeleteTrail', after(58), 'main'), call('CreateTrail', after(59), 'main')],
      then: gone,
    },
    { at: 120, seen: [created('main')], then: gone },
    { at: 3600, seen: [created('main')], then: gone },
    {
      at: 3661,
      seen: [logging('main')],
      calls: [call('StartLogging', after(3660), 'main')],
      then: ['trail-gone of main: resolved critical i-1'],
    },
  ]);
});

test('so is one whose status could never be read', () => {
  const gone = ['trail-gone of main: open critical i-1'];
  journey([
    { at: 0, seen: [hidden('main')], then: [] },
    { at: 60, seen: [], calls: [call('DeleteTrail', after(55), 'main')], then: gone },
    { at: 300, seen: [created('main')], calls: [call('CreateTrail', after(295), 'main')], then: gone },
    { at: 3600, seen: [created('main')], then: gone },
    {
      at: 3700,
      seen: [logging('main')],
      calls: [call('StartLogging', after(3690), 'main')],
      then: ['trail-gone of main: resolved critical i-1'],
    },
  ]);
});

test('a trail that is replaced by another, as Control Tower does it, heals after two looks a minute apart', () => {
  journey([
    healthy,
    {
      at: 60,
      seen: [],
      calls: [call('DeleteTrail', after(59), 'main')],
      then: ['trail-gone of main: open critical i-1'],
    },
    { at: 120, seen: [independent('spare')], then: ['trail-gone of main: open, healthy once critical i-1'] },
    { at: 180, seen: [independent('spare')], then: ['trail-gone of main: resolved critical i-1'] },
    { at: 400, seen: [independent('spare')], then: ['trail-gone of main: resolved critical i-1'] },
  ]);
});

test('an account that cannot be read for a while keeps what is known of it', () => {
  const open = ['logging-stopped of main: open critical i-1'];
  journey([
    healthy,
    { at: 60, seen: [stoppedMain], calls: [stop], then: open },
    { at: 120, seen: 'unreadable', then: open },
    { at: 240, seen: 'unreadable', calls: [call('StartLogging', after(239), 'main')], then: open },
    { at: 360, seen: [hidden('main')], then: open },
    { at: 480, seen: [stoppedMain], then: open },
  ]);
});

test('a harmful call that cannot be verified is told, and over when two looks show a healthy trail', () => {
  journey([
    healthy,
    { at: 60, seen: [hidden('main')], calls: [stop], then: ['unreadable of main: open high i-1'] },
    { at: 120, seen: [hidden('main')], then: ['unreadable of main: open high i-1'] },
    { at: 180, seen: [logging('main')], then: ['unreadable of main: open, healthy once high i-1'] },
    { at: 240, seen: [logging('main')], then: ['unreadable of main: resolved high i-1'] },
  ]);
});

test('an account without a trail gets one: over at once with its StartLogging', () => {
  journey([
    { at: 0, seen: [], then: ['no-trail of account: open critical i-1'] },
    {
      at: 60,
      seen: [created('main')],
      calls: [call('CreateTrail', after(59), 'main')],
      then: ['no-trail of account: open critical i-1'],
    },
    {
      at: 90,
      seen: [logging('main')],
      calls: [call('StartLogging', after(89), 'main')],
      then: ['no-trail of account: resolved critical i-1'],
    },
  ]);
});

test('only a successful call before the harm, on that very trail, is named as its cause', () => {
  const others = [
    failed(call('StopLogging', after(58), 'main')),
    call('StopLogging', after(57), 'spare'),
    call('UpdateTrail', after(58), 'main'),
    call('StopLogging', after(70), 'main'),
  ];
  const kept = journey([
    { at: 0, seen: [logging('main')], then: [] },
    { at: 75, seen: [stoppedMain], calls: others, then: ['logging-stopped of main: open critical i-1'] },
  ]);
  expect(only(kept, 'logging-stopped').causedBy).toBeUndefined();
});

test('a cause that becomes known later is added, and never replaced', () => {
  const open = ['logging-stopped of main: open critical i-1'];
  const kept = journey([
    healthy,
    { at: 60, seen: [stoppedMain], then: open },
    { at: 62, seen: [stoppedMain], calls: [stop], then: open },
    { at: 70, seen: [stoppedMain], calls: [call('StopLogging', after(57), 'main')], then: open },
  ]);
  expect(only(kept, 'logging-stopped').causedBy).toBe(stop.eventId);
});

test('a change of another destination is not the cause of a failing one', () => {
  const error = logging('main', { logsError: 'The log group does not exist.' });
  const other = call('DeleteLogGroup', after(50), undefined, { dependsOn: { kind: 'log-group', id: 'the' } });
  const right = call('DeleteLogGroup', after(49), undefined, {
    dependsOn: { kind: 'log-group', id: 'the-group' },
  });
  const then = ['cloudwatch-delivery-failing of main: open medium i-1'];
  expect(
    only(journey([{ at: 60, seen: [error], calls: [other], then }]), 'cloudwatch-delivery-failing').causedBy,
  ).toBeUndefined();
  expect(
    only(journey([{ at: 60, seen: [error], calls: [other, right], then }]), 'cloudwatch-delivery-failing')
      .causedBy,
  ).toBe(right.eventId);
});

test('the role that a trail needs for its log group is part of that destination', () => {
  const role = { logsRole: 'arn:aws:iam::111122223333:role/to-logs' };
  const error = logging('main', { logsError: 'Access denied.' }, role);
  const calls = ['other', 'to-logs'].map((id) =>
    call('DeleteRole', after(50), undefined, { eventId: id, dependsOn: { kind: 'role', id } }),
  );
  const then = ['cloudwatch-delivery-failing of main: open medium i-1'];
  const kept = journey([{ at: 60, seen: [error], calls, then }]);
  expect(only(kept, 'cloudwatch-delivery-failing').causedBy).toBe('to-logs');
});
