import { describe, expect, test } from 'vitest';
import { announcementOf } from '#domain/announcements/announcement-of.ts';
import { overMilestones } from '#domain/announcements/over-milestones.ts';
import { plainText } from '#domain/announcements/wording.ts';
import { ruleOf } from '#domain/findings/assess/all-rules.ts';
import type { Member } from '#domain/issues/incident.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import {
  account,
  arn,
  at,
  bornHealed,
  evidence,
  healed,
  member,
  names,
  now,
  prod,
  region,
  view,
} from '#test/given/incidents.ts';

const shop = account('333333333333');
const harmless = `Can be harmless: ${ruleOf('logging-stopped').falseAlarms}`;
const blind = 'Until this is fixed no events reach us from here; we check every minute.';
const notes = (
  members: readonly Member[],
  more: { organizationSize?: number; only?: ReadonlySet<typeof prod> } = {},
) => announcementOf(view(members), { accounts: names, now, ...more }).notes.map(plainText);
const of = (changes: Partial<TrackedFinding>, more: object = {}) =>
  notes([member({ ...changes, evidence: { ...evidence, ...more } })]);
const high = { severity: 'high', peak: 'high' } as const;

describe('the remarks on an incident', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['that no event comes from where nothing logs', of({}), [blind, harmless]],
    ['nothing of that where a trail still logs', of({ ...high }), [harmless]],
    [
      'nothing of that where the trail records too little',
      of({ rule: 'management-events-unrecorded' }),
      [`Can be harmless: ${ruleOf('management-events-unrecorded').falseAlarms}`],
    ],
    [
      'that it was accepted before',
      of({ ...high, wasExempt: true }),
      [
        'It was accepted as known, which has run out or was taken back; it still stands, so it is raised again.',
        harmless,
      ],
    ],
    [
      'how often it stopped',
      of({ ...high, repeated: { times: 3, since: at('11:00:00') } }),
      [
        'Logging was stopped 3 times since 2026-11-21 11:00:00 UTC, with less than an hour in between each time. The ticket is not closed by itself.',
        harmless,
      ],
    ],
    [
      'that it is known from others only',
      of(high, { secondHand: true }),
      [
        "Second-hand: this is what a member account was told of the organization trail; its owner's own answer was not there yet, or was refused.",
        harmless,
      ],
    ],
    [
      'that it looks healthy',
      of({ ...high, healthyAt: at('12:05:00') }),
      ['It looks healthy again; it is called resolved when a second look confirms it.', harmless],
    ],
    [
      'what else is there',
      of(high, { beside: ['trail x goes to y', 'b', 'c', 'd'] }),
      ['Also there: trail x goes to y.', 'Also there: b.', 'Also there: c.', harmless],
    ],
    [
      'nothing once it is over',
      of({ ...healed, wasExempt: true, healthyAt: at('12:05:00') }, { beside: ['x'] }),
      [],
    ],
    ['nothing of what is accepted', of({ state: 'whitelisted', wasExempt: true }), []],
  ])('are: %s', (_, told, expected) => {
    expect(told).toEqual(expected);
  });

  test('count the stops of the trail that stopped most', () => {
    const stops = (times: number, name: string) =>
      member({
        ...high,
        subject: arn(`arn:aws:cloudtrail:eu-west-1:${prod}:trail/${name}`),
        repeated: { times, since: at('11:00:00') },
      });
    for (const members of [
      [stops(2, 'a'), stops(5, 'b')],
      [stops(5, 'a'), stops(2, 'b')],
    ])
      expect(notes(members)[0]).toContain('stopped 5 times');
  });

  test('say that it is known from others only, or looks healthy, where that holds for a part', () => {
    const part = [
      member(high),
      member(
        { ...high, healthyAt: at('12:05:00'), evidence: { ...evidence, secondHand: true } },
        { region: region('us-east-1') },
      ),
    ];
    expect(notes(part).map((note) => note.split(/[:;]/)[0])).toEqual([
      'Second-hand',
      'It looks healthy again',
      'Can be harmless',
    ]);
  });

  test('say how many others are affected, to one who answers for some', () => {
    const members = [member(high), member(high, { account: shop })];
    expect(notes(members, { only: new Set([prod]) })).toEqual([
      'The same cause affects 1 more account, whose owners are told separately.',
      harmless,
    ]);
    expect(notes(members)).toEqual([harmless]);
  });

  test('say how many accounts an organization trail concerns, where they are not looked at one by one', () => {
    const delivery = member({
      rule: 's3-delivery-failing',
      harm: 'undeliverable',
      ...high,
      evidence: { ...evidence, organization: true },
    });
    expect(notes([delivery], { organizationSize: 40 })[0]).toBe(
      'It is an organization trail: up to 40 accounts are affected.',
    );
    expect(notes([delivery])).toHaveLength(1);
    const stopped = member({ ...high, evidence: { ...evidence, organization: true } });
    const at_ = (when: string) =>
      announcementOf(view([stopped]), { accounts: names, now: at(when), organizationSize: 40 }).notes.map(
        plainText,
      );
    expect(at_('12:01:00')[0]).toBe('The other accounts are being looked at now.');
    expect(at_('12:15:00')).toEqual([harmless]);
    const over = member({ ...delivery.finding, ...healed });
    expect(notes([over], { organizationSize: 40 })).toEqual([]);
  });

  test('say nothing of members where the organization has none but the owner', () => {
    const stopped = member({ ...high, evidence: { ...evidence, organization: true } });
    const { headline } = announcementOf(view([stopped]), {
      accounts: names,
      now: at('12:01:00'),
      organizationSize: 1,
    });
    expect(headline).not.toContain('up to');
    const two = announcementOf(view([stopped]), {
      accounts: names,
      now: at('12:01:00'),
      organizationSize: 2,
    });
    expect(two.headline).toContain('up to 2 accounts');
  });

  test('name five trails that became weaker, with where, and count the others', () => {
    const weak = (index: number, changes: Partial<TrackedFinding> = {}, where = 'eu-west-1') =>
      member(
        {
          rule: 'validation-off',
          harm: 'unprotected',
          weakening: true,
          harmful: false,
          severity: 'low',
          peak: 'low',
          subject: arn(`arn:aws:cloudtrail:eu-west-1:${prod}:trail/t-${index}`),
          evidence: { ...evidence, trailName: `t-${index}` },
          ...changes,
        },
        { region: region(where) },
      );
    expect(notes([member(high), weak(0), weak(0, {}, 'us-east-1')])).toEqual([
      'Also weaker: trail t-0, log file validation is off in 2 Regions.',
      harmless,
    ]);
    expect(
      notes([member(high), weak(0, { rule: 'logging-stopped', harm: 'not-recording' }), weak(1, healed)]),
    ).toEqual([
      'Also weaker: trail t-0, logging is stopped in eu-west-1; other trails record there.',
      'Also weaker: trail t-1, log file validation is off in eu-west-1 (over).',
      harmless,
    ]);
    const many = Array.from({ length: 7 }, (_, index) => weak(index));
    expect(notes([member(high), ...many]).slice(5, -1)).toEqual([
      '2 more trails recorded less without a loss.',
    ]);
    expect(notes([member(high), ...many.slice(0, 6)]).slice(5, -1)).toEqual([
      '1 more trail recorded less without a loss.',
    ]);
    expect(notes(many).filter((note) => note.startsWith('Also weaker'))).toEqual([]);
  });
});

test('an incident is over by the milestone of its end, or by that of what was over when it was seen', () => {
  expect(overMilestones(view([member()]))).toEqual([]);
  expect(overMilestones(view([member({ state: 'whitelisted' })]))).toEqual([]);
  expect(overMilestones(view([member(healed)]))).toEqual(['resolved@2026-11-21T12:07:51.000Z']);
  expect(overMilestones(view([member(bornHealed)]))).toEqual(['interrupted']);
});
