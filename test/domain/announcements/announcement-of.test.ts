import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { announcementOf, type AnnouncementContext } from '#domain/announcements/announcement-of.ts';
import { plainText } from '#domain/announcements/wording.ts';
import type { Announcement } from '#domain/announcements/announcement.ts';
import type { IncidentView, Member } from '#domain/issues/incident.ts';
import { plusSeconds } from '#domain/values/instant.ts';
import {
  account,
  arn,
  at,
  bornHealed,
  everywhere,
  evidence,
  healed,
  member,
  names,
  now,
  prod,
  region,
  trailArn,
  trigger,
  view,
} from '#test/given/incidents.ts';

const tell = (seen: IncidentView, more: Partial<AnnouncementContext> = {}): Announcement =>
  announcementOf(seen, { accounts: names, now, ...more });
const loss = (seen: IncidentView, more: Partial<AnnouncementContext> = {}): string[] =>
  tell(seen, more).loss.map(plainText);
const fact = (told: Announcement, label: string): string | undefined => {
  const all = [...told.facts, ...told.details, ...told.references];
  const found = all.find((one) => one.label === label);
  return found && plainText(found.value);
};
const accounts = (many: number) =>
  Array.from({ length: many }, (_, index) => account(String(200_000_000_000 + index)));

describe('the first line', () => {
  it.each([
    [
      'stands',
      everywhere(),
      'CRITICAL: CloudTrail logging is stopped in prod (111122223333), 17 Regions: trail org-main',
    ],
    [
      'is over',
      everywhere(healed),
      'RESOLVED: CloudTrail logging was stopped for 7 min 41 s in prod (111122223333), 17 Regions: trail org-main',
    ],
    [
      'was over when it was seen',
      [member(bornHealed)],
      'HIGH: CloudTrail logging was interrupted for 4 s in prod (111122223333), eu-west-1: trail org-main',
    ],
    [
      'is accepted',
      [member({ state: 'whitelisted' })],
      'ACCEPTED: CloudTrail logging is stopped in prod (111122223333), eu-west-1: trail org-main',
    ],
    [
      'is closed',
      [member({ ...healed, closed: { at: now, because: 'healthy' } })],
      'CLOSED: CloudTrail logging was stopped for 7 min 41 s in prod (111122223333), eu-west-1: trail org-main',
    ],
    [
      'hits many accounts',
      accounts(214).map((one) => member({}, { account: one })),
      'CRITICAL: CloudTrail logging is stopped in 214 accounts, eu-west-1: trail org-main',
    ],
    [
      'is two trails',
      [member(), member({ subject: arn('arn:aws:cloudtrail:eu-west-1:111122223333:trail/z') })],
      'CRITICAL: CloudTrail logging is stopped in prod (111122223333), eu-west-1: trail org-main and 1 more',
    ],
    [
      'is not to be seen',
      [
        member({
          rule: 'unreadable',
          harm: 'unreadable',
          severity: 'high',
          evidence: { error: 'AccessDenied: no' },
        }),
      ],
      'HIGH: StopLogging was called; whether logging is off cannot be checked (access denied) in prod (111122223333), eu-west-1: trail org-main',
    ],
    [
      'is refused with a word alone',
      [
        member({
          rule: 'unreadable',
          harm: 'unreadable',
          severity: 'high',
          evidence: { error: 'Throttled' },
        }),
      ],
      'HIGH: StopLogging was called; whether logging is off cannot be checked (Throttled) in prod (111122223333), eu-west-1: trail org-main',
    ],
    [
      'is refused in words that are no code',
      [member({ rule: 'unreadable', harm: 'unreadable', severity: 'high', evidence: { error: 'Go away' } })],
      'HIGH: StopLogging was called; whether logging is off cannot be checked in prod (111122223333), eu-west-1: trail org-main',
    ],
    [
      'is no trail',
      [member({ rule: 'no-trail', subject: '-', evidence: {} })],
      'CRITICAL: there is no CloudTrail trail in prod (111122223333), eu-west-1',
    ],
    [
      'is no trail, but CloudWatch records',
      [
        member({
          rule: 'no-trail',
          subject: '-',
          severity: 'high',
          evidence: { change: 'CloudWatch records' },
        }),
      ],
      'HIGH: there is no CloudTrail trail in prod (111122223333), eu-west-1',
    ],
  ])('says what, where and how bad, when it %s', (_, members, headline) => {
    expect(tell(view(members)).headline).toBe(headline);
  });

  it('names an account by its number when it has no name', () => {
    expect(tell(view([member()]), { accounts: new Map() }).headline).toContain('in account 111122223333,');
  });

  it('counts only what still stands', () => {
    const [first, ...others] = everywhere(healed);
    const half = [{ ...first!, finding: member().finding }, ...others];
    expect(tell(view(half)).headline).toMatch(/CRITICAL: .* in prod \(111122223333\), ap-northeast-1:/);
  });
});

describe('what was lost', () => {
  it('has no end while it lasts, and says nothing that changes with time alone', () => {
    const words = loss(view(everywhere()));
    expect(words[0]).toBe(
      'Management events of account prod in 17 Regions are not recorded since 2026-11-21 12:00:08 UTC.',
    );
    expect(loss(view(everywhere()), { now: at('20:00:00') })).toEqual(words);
  });

  it('keeps the blind window and its length after the repair', () => {
    expect(loss(view(everywhere(healed)))).toEqual([
      'Management events of account prod in 17 Regions were not recorded from 2026-11-21 12:00:08 to 12:07:49 UTC (7 min 41 s).',
    ]);
  });

  it('is told for each Region where it differs', () => {
    const later = member({ ...healed, until: at('12:09:08') }, { region: region('us-east-1') });
    const words = loss(view([member(healed), later]));
    expect(words).toHaveLength(2);
    expect(words.join()).toContain(
      'in us-east-1 were not recorded from 2026-11-21 12:00:08 to 12:09:08 UTC (9 min)',
    );
  });

  it('is counted, not listed, beyond a few windows', () => {
    const many = everywhere().map((one, index) => ({
      ...one,
      finding: { ...one.finding, since: at(`12:00:${10 + index}`) },
    }));
    const words = loss(view(many));
    expect(words).toHaveLength(6);
    expect(words[4]).toContain('at other times in 1 account (13 Regions in all)');
  });

  it('does not claim what is not known: another trail may record', () => {
    const [first] = loss(view([member({ severity: 'high', peak: 'high' })]));
    expect(first).toContain('may not be recorded since');
    expect(first).toContain('could not be verified');
  });

  it('of what is not let in says that nothing is known of the trails, and blames no call for it', () => {
    const shut = member({
      rule: 'access-lost',
      subject: '-',
      harm: 'unreadable',
      severity: 'high',
      peak: 'high',
      evidence: { resource: 'cloudtrail:DescribeTrails', error: 'AccessDenied: with an explicit deny' },
    });
    expect(loss(view([shut]))).toEqual([
      expect.stringMatching(
        /^Whether trails record .+ is not known since .+ UTC: cloudtrail:DescribeTrails was refused with AccessDenied: with an explicit deny\.$/,
      ),
    ]);
  });

  it('never says that other trails record what a later loss left unrecorded: the words, the table, a remark', () => {
    const lost = { severity: 'low', weakening: true, evidence: { ...evidence, left: 'nothing' } } as const;
    const told = tell(view([member(lost)]));
    expect(plainText(told.loss[0]!)).toMatch(/ since .+, and by no trail since a later loss\.$/);
    expect(told.affected[0]?.state).toMatch(/^fails since .+, and no trail records since a later loss$/);
    const over = tell(view([member({ ...lost, ...healed })]));
    expect(plainText(over.loss[0]!)).not.toContain('later loss');
    const beside = member({ ...lost, harmful: false, subject: arn(`${trailArn}-2`) });
    expect(JSON.stringify(tell(view([member(), beside])))).toContain('Also weaker');
    for (const one of [view([member(lost)]), view([member(), beside])])
      expect(JSON.stringify(tell(one))).not.toMatch(/other trails? record|another trail/);
  });

  it('says that nothing is lost any more when another trail has taken over', () => {
    const covered = { ...evidence, coveredBy: [arn('arn:aws:cloudtrail:eu-west-1:111122223333:trail/b')] };
    const told = tell(view([member({ severity: 'low', weakening: true, evidence: covered })]));
    expect(told.severity).toBe('low');
    expect(plainText(told.loss[0]!)).toContain('; by now another trail records them.');
    expect(fact(told, 'Still recording')).toBe('trail b');
  });

  it('says how long CloudTrail goes on trying, and when it has given up', () => {
    const failing = member({
      rule: 's3-delivery-failing',
      harm: 'undeliverable',
      severity: 'high',
      evidence: { ...evidence, error: 'AccessDenied', resource: 'my-logs', deliveredAt: at('11:55:00') },
    });
    const [words] = loss(view([failing]));
    expect(words).toContain('do not reach the bucket my-logs');
    expect(words).toContain('the last delivery was at 2026-11-21 11:55:00 UTC');
    expect(words).toContain('tries again until 2026-12-21 12:00:08 UTC');
    const late = failing.finding.since + 31 * 24 * 3600 * 1000;
    expect(loss(view([failing]), { now: late as typeof now })[0]).toContain('the oldest files are lost');
    expect(fact(tell(view([failing])), 'AWS says')).toBe('AccessDenied');
  });
});

describe('the facts', () => {
  it('tell who, when it happened and when it was detected', () => {
    const told = tell(view(everywhere()));
    expect(fact(told, 'Who')).toBe(
      'alice@example.com through Identity Center, permission set AdministratorAccess',
    );
    expect(fact(told, 'How')).toBe('StopLogging with the AWS CLI from 203.0.113.7, without MFA');
    expect(fact(told, 'Detected')).toBe('2 s after it began');
    expect(fact(told, 'Technique')).toBe('Disable or Modify Cloud Logs (MITRE ATT&CK T1562.008, T1685.002)');
    expect(fact(told, '17 Regions')).toContain('eu-west-1/2/3');
  });

  it('say that the actor is not known yet, rather than guess', () => {
    const told = tell(view([member({ causedBy: undefined })]));
    expect(fact(told, 'Who')).toMatch(/^not known yet/);
    expect(told.milestones.filter(({ id }) => id.startsWith('actor'))).toEqual([]);
  });

  it('do not say when it happened if that is only when it was first seen', () => {
    const told = tell(
      view([member({ rule: 'no-trail', subject: '-', since: at('12:00:10'), causedBy: undefined })]),
    );
    expect(fact(told, 'Detected')).toBeUndefined();
    expect(plainText(told.loss[0]!)).toContain('That is when it was first seen');
  });

  it('show the command with the right Region and trail, and none when nothing is left to repair', () => {
    expect(tell(view(everywhere())).remedy.command).toBe(
      'aws cloudtrail start-logging --region eu-west-1 --name arn:aws:cloudtrail:eu-west-1:111122223333:trail/org-main',
    );
    expect(tell(view(everywhere(healed))).remedy.command).toBeUndefined();
  });

  it.each([
    ['e-1"onclick', 'StopLogging', []],
    ['e-1/../x', 'StopLogging', []],
    ['', 'StopLogging', []],
    ['e'.repeat(65), 'StopLogging', []],
    ['e'.repeat(64), 'StopLogging', ['The StopLogging event']],
    ['e-1', 'Stop Logging', ['The call event']],
    ['e-1', 'S'.repeat(65), ['The call event']],
  ])('make a link of an event id only where it is one (%j, %s)', (eventId, eventName, links) => {
    const call = trigger({ eventId, eventName });
    const told = tell(view([member({ subject: '-', causedBy: eventId })], [call]));
    expect(told.links.map(({ text }) => text)).toEqual(links);
  });

  it('link to the event and the trail where they are, in every partition', () => {
    const cn = 'arn:aws-cn:cloudtrail:cn-north-1:111122223333:trail/t';
    const seen = view([member({ subject: arn(cn) })], [trigger({ region: 'us-gov-west-1' })]);
    const told = tell(seen, { ticket: { key: 'SEC-1', url: 'https://j/SEC-1' }, thread: 'https://s/1' });
    expect(told.links).toEqual([
      {
        text: 'The StopLogging event',
        url: 'https://us-gov-west-1.console.amazonaws-us-gov.com/cloudtrailv2/home?region=us-gov-west-1#/events/e-1',
      },
      {
        text: 'The trail',
        url: `https://cn-north-1.console.amazonaws.cn/cloudtrailv2/home?region=cn-north-1#/trails/${cn}`,
      },
      { text: 'Ticket SEC-1', url: 'https://j/SEC-1' },
      { text: 'The message in Slack', url: 'https://s/1' },
    ]);
  });

  it('never make a link of a Region that a stranger made up', () => {
    const seen = view([member()], [trigger({ region: 'evil.example/?' })]);
    expect(tell(seen).links.map(({ text }) => text)).toEqual(['The trail']);
  });

  it('say why it was accepted, and by whom', () => {
    const accepted = { state: 'whitelisted', exemptBecause: 'moved to the new trail' } as const;
    const told = tell(view([member({ ...accepted, exemptBy: 'platform team' })]));
    expect(fact(told, 'Accepted')).toBe('moved to the new trail, accepted by platform team');
    expect(fact(tell(view([member(accepted)])), 'Accepted')).toBe('moved to the new trail');
    const until = at('23:00:00');
    expect(
      fact(tell(view([member({ ...accepted, exemptBy: 'jane', exemptUntil: until })])), 'Accepted'),
    ).toBe('moved to the new trail, accepted by jane, until 2026-11-21 23:00 UTC');
    expect(fact(tell(view([member({ state: 'whitelisted' })])), 'Accepted')).toBe('without a reason given');
    expect(told.labels).toContain('whitelisted');
  });

  it('say an acceptance by a button once: as a fact and in one reply, and with the other answers while it does not hold', () => {
    const by = 'jane (U01)';
    const answers = [
      { id: 'on-it-u01', kind: 'on-it', at: at('12:01:00'), by },
      { id: 'accepted-u01-1', kind: 'accepted', at: at('12:02:00'), by, text: 'replaced' },
    ] as const;
    const accepted = { state: 'whitelisted', exemptBecause: 'replaced', exemptBy: by } as const;
    const held = tell({ ...view([member(accepted)]), answers });
    expect(fact(held, 'Answered')).toBe('jane (U01) is on it, 12:01 UTC');
    expect(fact(held, 'Accepted')).toBe('replaced, accepted by jane (U01)');
    const naming = held.milestones.filter(({ words }) => plainText(words).includes('replaced'));
    expect(naming.map(({ id }) => id)).toEqual([expect.stringMatching(/^whitelisted@/)]);
    const open = tell({ ...view([member()]), answers });
    expect(fact(open, 'Answered')).toBe(
      'jane (U01) accepted it: replaced, 12:02 UTC; jane (U01) is on it, 12:01 UTC',
    );
  });

  it('say that it had been accepted, when that has run out', () => {
    const notes = tell(view([member({ wasExempt: true })])).notes.map(plainText);
    expect(notes[0]).toContain('It was accepted as known, which has run out or was taken back');
  });

  it('name weakenings of the same cause, second-hand knowledge and the incident it returns from', () => {
    const quiet = member(
      { harmful: false, weakening: true, severity: 'low', peak: 'low' },
      { region: region('us-east-1') },
    );
    const seen = view([member({ evidence: { ...evidence, secondHand: true } }), quiet]);
    const told = tell({ ...seen, incident: { ...seen.incident, previous: seen.incident.id } });
    expect(told.notes.map(plainText).join('\n')).toMatch(
      /Second-hand:[^]*Also weaker: trail org-main, logging is stopped in us-east-1/,
    );
    expect(fact(told, 'Happened before')).toBe('i-1');
    // The link names the ticket; no fact twice.
    const previousTicket = { key: 'SEC-1', url: 'https://example.atlassian.net/browse/SEC-1' };
    const linked = tell(
      { ...seen, incident: { ...seen.incident, previous: seen.incident.id } },
      { previousTicket },
    );
    expect(linked.links).toContainEqual({ text: 'Happened before: SEC-1', url: previousTicket.url });
    expect(fact(linked, 'Happened before')).toBeUndefined();
  });
});

describe('a destination with its own accounts', () => {
  it('is told of them, and of the others only how many', () => {
    const members = accounts(12).map((one) => member({}, { account: one }));
    const told = tell(view([...members, member()]), { only: new Set([prod]) });
    expect(told.headline).toContain('in prod (111122223333), eu-west-1');
    expect(told.affected).toHaveLength(1);
    expect(told.notes.map(plainText)).toContain(
      'The same cause affects 12 more accounts, whose owners are told separately.',
    );
  });
});

describe('the table', () => {
  it('stays readable at 500 accounts, names once what is the same, and is made in no time', () => {
    const members = accounts(500).flatMap((one) => everywhere({}, { account: one }));
    const before = performance.now();
    const told = tell(view(members));
    expect(performance.now() - before).toBeLessThan(20_000);
    expect(told.affected).toHaveLength(1);
    expect(told.affectedLeftOut).toBe(0);
    expect(told.affected[0]?.others).toHaveLength(499);
    expect(told.affected[0]).toMatchObject({
      account: 'account 200000000000',
      regions: 'all 17 Regions',
      state: 'critical, since 2026-11-21 12:00:08 UTC',
    });
  });

  it('has a row for each state, and counts those that are too many to read', () => {
    const all = accounts(60).flatMap((one, index) => [
      member({ since: plusSeconds(at('12:00:08'), index % 30) }, { account: one }),
    ]);
    const told = tell(view(all));
    expect(told.affected).toHaveLength(25);
    expect(told.affectedLeftOut).toBe(5);
    expect(told.affected.every(({ others }) => others?.length === 1)).toBe(true);
  });

  it('puts what still stands before what is over', () => {
    const told = tell(view([member(healed, { account: accounts(1)[0]! }), member()]));
    expect(told.affected.map((row) => row.state)).toEqual([
      'critical, since 2026-11-21 12:00:08 UTC',
      'over: from 2026-11-21 12:00:08 to 12:07:49 UTC (7 min 41 s)',
    ]);
  });
});

describe('the ticket', () => {
  it.each([
    ['open', [member()], false],
    ['resolved', [member(healed)], true],
    ['without any member that could be read', [], false],
    ['accepted', [member({ state: 'whitelisted' })], true],
    ['over before anybody knew: a person has to look', [member(bornHealed)], false],
    [
      'closed after such an interruption',
      [member({ ...bornHealed, closed: { at: now, because: 'healthy' } })],
      false,
    ],
    ['partly an interruption', [member(healed), member(bornHealed, { region: region('us-east-1') })], true],
  ] as const)('is moved to done or not when it is %s', (_, members, done) => {
    expect(tell(view(members)).done).toBe(done);
  });
});

describe('whatever strangers write', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom('\u202egnol', 'a\nb\r\n', '\u0000\u001b[31m', 'x'.repeat(10_000)),
  );
  const dirty = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f]/u;

  it('is told on one line, without control or invisible characters, within limits', () => {
    fc.assert(
      fc.property(text, text, text, (one, two, three) => {
        const odd = { ...evidence, trailName: one, error: two, resource: three };
        const caller = {
          kind: 'assumed-role',
          person: one,
          role: two,
          accountId: three,
          userAgent: two,
          sourceIp: three,
        } as const;
        const members = [
          member({ evidence: odd }),
          member(
            { rule: 's3-delivery-failing', harm: 'undeliverable', evidence: odd },
            { region: region('us-east-1') },
          ),
          member(
            { rule: 'unreadable', harm: 'unreadable', evidence: odd, exemptBecause: three },
            { region: region('us-east-2') },
          ),
        ];
        const told = tell(view(members, [trigger({ actor: caller, eventName: two })]), {
          accounts: new Map([[prod, three]]),
        });
        expect(told.headline.length).toBeLessThanOrEqual(140);
        const { command, words } = told.remedy;
        const sentences = [...told.loss, ...told.facts.map(({ value }) => value), ...told.notes, words];
        for (const shown of [
          told.headline,
          ...(command ?? '').split('\n'),
          ...sentences.map(plainText),
          ...told.affected.map((row) => row.account),
        ]) {
          expect(shown.split('\n').join('')).not.toMatch(dirty);
          expect(shown.length).toBeLessThan(1100);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('the same incident', () => {
  const anyMember = fc
    .record({
      state: fc.constantFrom({}, healed, bornHealed, {
        state: 'whitelisted',
        exemptBecause: 'known',
      } as const),
      weak: fc.boolean(),
      severity: fc.constantFrom('critical', 'high', 'low'),
      since: fc.integer({ min: 0, max: 3 }),
      where: fc.integer({ min: 0, max: 16 }),
      who: fc.integer({ min: 0, max: 12 }),
      causedBy: fc.constantFrom('e-1', 'e-2', undefined),
    } as const)
    .map(({ state, weak, severity, since, where, who, causedBy }) =>
      member(
        {
          severity,
          peak: severity,
          since: at(`12:00:0${since}`),
          ...state,
          harmful: !weak,
          weakening: weak,
          causedBy,
        },
        { account: accounts(13)[who]!, region: everywhere()[where]!.region },
      ),
    );
  const triggers = [
    trigger(),
    trigger({ eventId: 'e-2', sameAs: 'e-2', at: at('12:00:07'), actor: { kind: 'root' } }),
  ];

  it('is told in the same words, whatever the order in which its members and calls are read', () => {
    fc.assert(
      fc.property(
        fc
          .uniqueArray(anyMember, { maxLength: 20, selector: (one) => `${one.account} ${one.region}` })
          .chain((members) =>
            fc.tuple(fc.constant(members), fc.shuffledSubarray(members, { minLength: members.length })),
          ),
        ([members, shuffled]) => {
          expect(tell(view(shuffled, [...triggers].reverse()))).toEqual(tell(view(members, triggers)));
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('the list of all accounts', () => {
  const crowd = (number: number) =>
    Array.from({ length: number }, (_, index) =>
      everywhere({}, { account: account(String(200_000_000_000 + index)) }),
    ).flat();
  const listOf = (members: readonly Member[]) =>
    announcementOf(view(members), { accounts: names, now }).accountList;

  it('is there when a message cannot name them all: a line for each state of each, with its Regions', () => {
    const [first, ...others] = crowd(500);
    const lines = (listOf([{ ...first!, finding: member(healed).finding }, ...others]) ?? '').split('\r\n');
    expect(lines).toHaveLength(503);
    expect(lines[0]).toBe('account_id,account_name,regions,state');
    const own = lines.filter((line) => line.startsWith('200000000000'));
    expect(own.map((line) => line.split(',')[2]?.split(' ').length)).toEqual([16, 1]);
    expect(own[1]).toMatch(/,"?over: from 2026-11-21 12:00:08.* to 12:07:49 UTC/);
  });

  it('is not there where the message names all', () => {
    expect(listOf(crowd(9))).toBeUndefined();
  });
});
