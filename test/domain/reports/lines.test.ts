import { describe, expect, test } from 'vitest';
import { plainText } from '#domain/announcements/wording.ts';
import type { DatedGap } from '#domain/facts/forwarding.ts';
import { acceptanceWords } from '#domain/reports/acceptance-words.ts';
import { coverageWords, titleWords } from '#domain/reports/coverage-lines.ts';
import { csvOf } from '#domain/reports/csv.ts';
import type { DayFacts } from '#domain/reports/day-facts.ts';
import { factsFor } from '#domain/reports/day-facts.ts';
import { forwardingRemarks, unlookedRemarks } from '#domain/reports/forwarding-lines.ts';
import { ageWords, expiryLines, incidentLine, weakenedLines } from '#domain/reports/incident-lines.ts';
import { silentPlaces } from '#domain/reports/silent-places.ts';
import { toldIncidentOf } from '#domain/reports/told-incident.ts';
import { unwatchedOwners } from '#domain/reports/unwatched-owners.ts';
import { sweepResult } from '#domain/sweeps/sweep.ts';
import { plusSeconds } from '#domain/values/instant.ts';
import { account, arn, at, finding, incidentId, member, now, region } from '#test/given/incidents.ts';
import {
  accountIds,
  badDay,
  day,
  hoursAgo,
  issue,
  morning,
  outcome,
  sweep,
  trailOf,
} from '#test/given/days.ts';

const [team, second, third] = accountIds(3) as [
  ReturnType<typeof account>,
  ReturnType<typeof account>,
  ReturnType<typeof account>,
];
const [ireland, virginia] = [region('eu-west-1'), region('us-east-1')];
const texts = (lines: readonly Parameters<typeof plainText>[0][]) => lines.map(plainText);
const told = (changes: Parameters<typeof member>[0] = {}) =>
  toldIncidentOf(incidentId('i-1'), [member(changes, { account: team })]);

describe('the title of a report', () => {
  const denied = { operation: 'x', code: 'y', message: 'z', regions: [] };
  const two = accountIds(2);
  test.each<[string, DayFacts, readonly string[], string]>([
    ['nothing is open', day(2), [], 'No open issues in 2 accounts'],
    [
      'something is open',
      day(2),
      ['1 high open', '1 open from before'],
      '1 high open and 1 open from before; no open issues in 2 accounts',
    ],
    ['one account is watched', day(1), [], 'No open issues in 1 account'],
    [
      'one of them could not be read',
      day(2, { outcomes: [outcome(team), outcome(second, { refusals: [denied] })] }),
      [],
      'No open issues in 1 account; 1 could not be read',
    ],
    [
      'none could be read',
      day(2, { outcomes: two.map((one) => outcome(one, { refusals: [denied] })) }),
      [],
      '2 of 2 accounts could not be read',
    ],
    ['no account is watched', day(0), [], 'No account is watched'],
    [
      'one bucket was not inspected',
      {
        ...day(1),
        destinations: [{ kind: 'bucket', id: 'b', accounts: [team], inspection: { is: 'not-asked' } }],
      },
      [],
      'No open issues in 1 account; 1 bucket or key not inspected',
    ],
    [
      'two were not',
      {
        ...day(1),
        destinations: ['a', 'b'].map(
          (id) => ({ kind: 'bucket', id, accounts: [team], inspection: { is: 'not-asked' } }) as const,
        ),
      },
      [],
      'No open issues in 1 account; 2 buckets or keys not inspected',
    ],
    [
      'it is not known what trails deliver to',
      day(1, { outcomes: [outcome(team, { destinations: undefined })] }),
      [],
      'No open issues in 1 account; buckets of 1 account not known yet',
    ],
    [
      'the sweep is 26 hours old',
      { ...day(1), now: plusSeconds(at('05:00:00'), 26 * 3600) },
      [],
      'No open issues in 1 account',
    ],
    [
      'the sweep is older',
      { ...day(1), now: plusSeconds(at('05:00:00'), 26 * 3600 + 60) },
      [],
      'No open issues in 1 account; last sweep 1 day 2 h ago',
    ],
    [
      'the accounts could not be listed',
      { ...day(1), sweep: sweepResult(sweep([team], { listRefused: denied }), [outcome(team)], morning) },
      [],
      'No open issues in 1 account; the accounts could not be listed',
    ],
    [
      'the detector has a gap',
      { ...day(1), selfCheck: badDay().selfCheck },
      [],
      'No open issues in 1 account; Trailwarden itself needs attention',
    ],
    [
      'a message was not told',
      { ...day(1), untold: badDay().untold },
      [],
      'No open issues in 1 account; Trailwarden itself needs attention',
    ],
    [
      'a decision is needed',
      { ...day(1), mismatches: badDay().mismatches },
      [],
      'No open issues in 1 account; Trailwarden itself needs attention',
    ],
    [
      'letters are dead',
      { ...day(1), deadLetters: badDay().deadLetters },
      [],
      'No open issues in 1 account; Trailwarden itself needs attention',
    ],
    [
      'something comes first',
      { ...day(1), foremost: badDay().selfCheck },
      [],
      'No open issues in 1 account; Trailwarden itself needs attention',
    ],
  ])('when %s', (...[, facts, news, title]) => {
    expect(titleWords(facts, news)).toBe(title);
  });

  test('says not that none is open where one is', () => {
    const open = { ...day(1), issues: [issue(team, ireland, finding())] };
    expect(titleWords(open, ['1 critical open'])).toBe('1 critical open');
  });
});

describe('what was looked at', () => {
  test('counts a Region once that was refused, and buckets and keys apart', () => {
    const refusals = [
      { operation: 'x', code: 'y', message: 'z', regions: [ireland] },
      { operation: 'w', code: 'y', message: 'z', regions: [ireland, virginia] },
    ];
    const facts = day(2, { outcomes: [outcome(team, { refusals }), outcome(second, { trails: 2 })] });
    const kinds = (['bucket', 'bucket', 'key'] as const).map((kind, index) => ({
      kind,
      id: String(index),
      accounts: [team],
      inspection: index === 0 ? ({ is: 'not-asked' } as const) : ({ is: 'done', at: morning } as const),
    }));
    expect(texts(coverageWords({ ...facts, destinations: kinds }))).toEqual([
      '1 of 2 accounts was read in full by the sweep of 2026-11-21 05:00:00 UTC: 32 Regions read, 3 trails seen.',
      'Of 2 buckets and 1 key that trails use, 2 were inspected.',
    ]);
    expect(texts(coverageWords({ ...facts, destinations: kinds.slice(0, 2) }))[1]).toBe(
      'Of 2 buckets that trails use, 1 was inspected.',
    );
    expect(texts(coverageWords({ ...facts, destinations: kinds.slice(2) }))[1]).toBe(
      '1 key that trails use was inspected.',
    );
    expect(coverageWords({ ...facts, destinations: [] })).toHaveLength(1);
  });

  test('names Regions that are left out once, in order, and up to four', () => {
    const regions = ['sa-east-1', 'ap-east-1', 'eu-south-1', 'me-south-1', 'af-south-1'].map(region);
    const outcomes = [
      outcome(team, { leftOut: regions }),
      outcome(second, { leftOut: regions.slice(1, 2) }),
      outcome(third),
    ];
    expect(texts(coverageWords(day(3, { outcomes }))).at(-1)).toBe(
      'Not watched, because aws.regions leaves them out: 5 enabled Regions of 2 accounts (af-south-1, ap-east-1, eu-south-1, me-south-1 and 1 more).',
    );
  });
});

describe('incidents by their age', () => {
  test.each([
    [[24 * 7], '1 up to a week'],
    [[24 * 7 + 1, 24 * 30], '2 up to a month'],
    [[24 * 30 + 1, 1, 24 * 400], '1 up to a week and 2 longer'],
    [[], ''],
  ])('of %j hours are %s', (hours, words) => {
    const incidents = hours.map((one) => told({ openedAt: hoursAgo(one) }));
    expect(ageWords({ ...day(1), now: morning }, incidents)).toBe(words);
  });
});

describe('the line of an incident', () => {
  test('says that a sweep found it, in the first report that lists it', () => {
    const line = (openedAt: typeof now) =>
      plainText(incidentLine({ ...day(1), now, since: hoursAgo(24) }, told({ missed: true, openedAt })));
    expect(line(hoursAgo(24))).toContain(', found by the sweep: no event had told of it.');
    expect(line(hoursAgo(25))).not.toContain('found by the sweep');
  });

  test('names owner and ticket', () => {
    const facts = {
      ...day(1),
      owners: new Map([[team, '#payments']]),
      tickets: new Map([[incidentId('i-1'), { key: 'SEC-1', url: 'https://j.example/SEC-1' }]]),
    };
    expect(plainText(incidentLine(facts, told(), ', so it is'))).toBe(
      'CRITICAL: CloudTrail logging is stopped in team-1 (200000000000), eu-west-1: trail org-main, so it is, owner #payments, SEC-1.',
    );
    expect(incidentLine(facts, told()).at(-2)).toEqual({
      kind: 'link',
      text: 'SEC-1',
      url: 'https://j.example/SEC-1',
    });
  });

  test('of a weakening says what is set otherwise, where', () => {
    const weak = { weakening: true, harmful: false } as const;
    const facts = { ...day(1), owners: new Map([[team, '#payments']]) };
    const line = (changes: Parameters<typeof member>[0]) =>
      texts(weakenedLines(facts, [told({ ...weak, ...changes })]));
    expect(line({})).toEqual([
      'team-1 (200000000000), eu-west-1, trail org-main: logging is stopped; other trails record the same events, owner #payments.',
    ]);
    expect(line({ rule: 'validation-off', harm: 'unprotected', evidence: {}, subject: '-' })).toEqual([
      'team-1 (200000000000), eu-west-1: log file validation is off, owner #payments.',
    ]);
  });
});

describe('exemptions that end', () => {
  const day_ = 24;
  test.each([
    [
      { expires: hoursAgo(-14 * day_) },
      'The exemption for all Regions in team-1 (200000000000) ends 2026-12-05 07:00:00 UTC.',
    ],
    [{ expires: hoursAgo(-14 * day_ - 1) }, undefined],
    [{}, undefined],
    [
      { expires: hoursAgo(0), region: ireland },
      'The exemption for eu-west-1 in team-1 (200000000000) ended 2026-11-21 07:00:00 UTC: renew or remove it.',
    ],
    [
      { expires: hoursAgo(1), regions: [ireland, region('eu-west-3')], owner: 'Team 1' },
      'The exemption for eu-west-1/3 in team-1 (200000000000) ended 2026-11-21 06:00:00 UTC: renew or remove it. Team 1 answers for it.',
    ],
    [
      { expires: hoursAgo(-1), trail: trailOf(team), owner: 'Team 1' },
      'The exemption for trail main in team-1 (200000000000) ends 2026-11-21 08:00:00 UTC. Team 1 answers for it.',
    ],
  ])('%o', (exemption, words) => {
    const lines = expiryLines({ ...day(1), exemptions: [{ accountId: team, ...exemption }] });
    expect(texts(lines)).toEqual(words === undefined ? [] : [words]);
  });

  test('are words that name role and rules too', () => {
    const exemption = {
      accountId: team,
      rules: ['logging-stopped', 'trail-gone'],
      actor: 'arn:aws:iam::200000000000:role/deploy',
      reason: 'being moved to v1.2 of it.',
    };
    expect(plainText(acceptanceWords(exemption, day(1).names, now))).toBe(
      'logging-stopped and trail-gone in team-1 (200000000000), all Regions, by the role arn:aws:iam::200000000000:role/deploy. It has no end. Reason: being moved to v1.2 of it.',
    );
  });
});

describe('places from which no heartbeat comes', () => {
  const outcomes = [outcome(team, { regions: [ireland, virginia] })];
  const context = { sweep: day(1, { outcomes }).sweep, names: day(1).names, now: morning, everyMinutes: 60 };
  const beat = (where: typeof ireland, seconds: number) => ({
    account: team,
    region: where,
    at: plusSeconds(morning, seconds),
  });
  const silent = (...beats: ReturnType<typeof beat>[]) =>
    texts(silentPlaces(beats, context).map(({ words }) => words));

  test('are those that missed three', () => {
    expect(silent(beat(ireland, -3 * 3600), beat(virginia, 300))).toEqual([]);
    expect(silent(beat(ireland, -3 * 3600 - 1), beat(virginia, 0))).toEqual([
      'No heartbeat comes from team-1 (200000000000) in 1 Region (eu-west-1): events from there may not arrive. The last one came at 2026-11-21 03:59:59 UTC.',
    ]);
  });

  test('are those whose clock says what cannot be, and the last that is believed is named', () => {
    expect(silent(beat(ireland, -5 * 3600), beat(virginia, -4 * 3600))).toEqual([
      'No heartbeat comes from team-1 (200000000000) in 2 Regions (eu-west-1 and us-east-1): events from there may not arrive. The last one came at 2026-11-21 03:00:00 UTC.',
    ]);
    expect(silent(beat(ireland, 301), beat(virginia, 0))).toEqual([
      'No heartbeat comes from team-1 (200000000000) in 1 Region (eu-west-1): events from there may not arrive. Nothing ever came from there.',
    ]);
    expect(silent()).toEqual([]);
  });
});

describe('the rules in accounts', () => {
  const gap = (kind: DatedGap['kind'], what?: string): DatedGap => ({
    region: ireland,
    kind,
    what,
    since: hoursAgo(5),
  });
  const words = (...gaps: DatedGap[]) =>
    texts(forwardingRemarks([{ account: team, gaps }], day(1).names).map((one) => one.words));

  test.each<[DatedGap['kind'], string | undefined, string]>([
    ['removed', undefined, 'all rules are gone: no event arrives from there'],
    ['role-changed', undefined, 'the role that rules send under is not as it was deployed'],
    [
      'refused',
      'events:ListRules',
      'the rules may not be looked at any more, because events:ListRules is refused',
    ],
    ['outdated', undefined, 'the rules are those of an earlier version of Trailwarden'],
    ['silent', '03:00', 'no heartbeat has come since 03:00'],
    ['missing', 'trailwarden-s3', 'rules are missing (trailwarden-s3): their events do not arrive'],
    [
      'unreadable',
      'events:ListRules',
      'the rules could not be looked at, because events:ListRules was refused',
    ],
  ])('have words for %s', (kind, what, said) => {
    expect(words(gap(kind, what))).toEqual([
      `In team-1 (200000000000), 1 Region (eu-west-1), ${said}, seen since 2026-11-21 02:00:00 UTC.`,
    ]);
  });

  test('have a line for each kind of gap', () => {
    expect(words(gap('missing', 'b'), gap('disabled', 'a'), gap('missing', 'a'))).toEqual([
      expect.stringContaining('rules are missing (a and b)'),
      expect.stringContaining('rules are disabled (a)'),
    ]);
    expect(words(...['d', 'c', 'b', 'a', 'a'].map((what) => gap('changed', what)))).toEqual([
      expect.stringContaining('other patterns than were deployed (a, b, c and 1 more)'),
    ]);
  });

  test('are spoken of when they were not looked at for three hours, in accounts that are watched', () => {
    const checks = [
      { account: team, at: hoursAgo(3) },
      { account: second, at: plusSeconds(hoursAgo(3), -1) },
      { account: account('999999999999'), at: hoursAgo(99) },
    ];
    const remarks = unlookedRemarks(checks, day(2).names, morning);
    expect(remarks.map((one) => [one.accounts, plainText(one.words)])).toEqual([
      [
        [second],
        'The rules in 1 account (team-2 (200000000011)) were last looked at more than three hours ago: whether they still carry events on is not known.',
      ],
    ]);
    expect(unlookedRemarks(checks.slice(0, 1), day(2).names, morning)).toEqual([]);
  });
});

test('an organization trail whose owner is not watched is named with how many it covers', () => {
  const [owned, foreign] = [trailOf(team, 'own'), arn('arn:aws:cloudtrail:eu-west-1:999999999999:trail/all')];
  const outcomes = [
    outcome(team, { coveredBy: [foreign, owned] }),
    outcome(second, { coveredBy: [foreign] }),
    outcome(third),
  ];
  const { sweep: swept, names } = day(3, { outcomes });
  expect(unwatchedOwners(swept, names).map(({ accounts, words }) => [accounts, plainText(words)])).toEqual([
    [
      [],
      'The organization trail all covers 2 watched accounts and belongs to account 999999999999, which is not watched. Whether it logs is only known from what the covered accounts are told, and its settings, its bucket and its key are not looked at. Add that account to the watched ones.',
    ],
  ]);
  expect(unwatchedOwners(undefined, names)).toEqual([]);
});

describe('the file of issues', () => {
  const rowOf = (changes: Parameters<typeof finding>[0]) => {
    const tickets = new Map([[incidentId('i-1'), { key: 'SEC-1', url: '' }]]);
    return csvOf({ ...day(1), tickets, issues: [issue(team, ireland, finding(changes))] }).split('\r\n')[1];
  };
  test.each([
    [
      { peak: 'critical', severity: 'high' },
      'i-1,open,high,200000000000,team-1,eu-west-1,logging-stopped,arn:aws:cloudtrail:eu-west-1:111122223333:trail/org-main,2026-11-21T12:00:08.000Z,2026-11-21T12:00:10.000Z,,,,yes,e-1,,SEC-1',
    ],
    [
      {
        state: 'resolved',
        resolvedAt: at('12:09:00'),
        severity: 'low',
        closed: { at: at('13:00:00'), because: 'healthy' },
        subject: '-',
        harmful: false,
        causedBy: undefined,
        incident: incidentId('i-2'),
      },
      'i-2,closed,critical,200000000000,team-1,eu-west-1,logging-stopped,,2026-11-21T12:00:08.000Z,2026-11-21T12:00:10.000Z,2026-11-21T12:09:00.000Z,2026-11-21T13:00:00.000Z,healthy,no,,,',
    ],
  ] as const)('has a row with everything that is known of a finding: %#', (changes, row) => {
    expect(rowOf(changes)).toBe(row);
  });
});

describe('what one owner reads', () => {
  const facts: DayFacts = {
    ...badDay(),
    foremost: badDay().selfCheck,
    exemptions: [{ accountId: team }, { accountId: second }],
  };
  const remarkOf = (of: typeof team, words: string) =>
    ({ accounts: [of, third], words: [{ kind: 'text', text: words }] }) as const;

  test('is what concerns the accounts of that owner, and what comes first for everybody', () => {
    const remarks = {
      untold: [remarkOf(team, 'a'), remarkOf(second, 'b')],
      repaired: [remarkOf(second, 'c')],
    };
    const own = factsFor({ ...facts, ...remarks }, new Set([team]));
    expect([...own.names.keys()]).toEqual([team]);
    expect(new Set(own.issues.map((one) => one.account))).toEqual(new Set([team]));
    expect(own.exemptions).toEqual([{ accountId: team }]);
    expect([own.untold, own.repaired]).toEqual([remarks.untold.slice(0, 1), []]);
    expect([own.mismatches.length, own.selfCheck.length, own.deadLetters, own.foremost.length]).toEqual([
      1,
      0,
      [],
      1,
    ]);
    expect(own.destinations.map(({ accounts }) => accounts)).toEqual([[team]]);
    expect(own.sweep).toMatchObject({
      read: 1,
      unreadable: [],
      failed: [],
      missing: [],
      sweep: { accounts: [team] },
    });
    expect(own.sweep?.outcomes.map((one) => one.account)).toEqual([team]);
  });

  test('counts what could not be read of these accounts only', () => {
    const unread = facts.sweep?.unreadable.map((one) => one.account) ?? [];
    const failed = facts.sweep?.failed.map((one) => one.account) ?? [];
    const own = factsFor(facts, new Set([team, ...unread, ...failed]));
    expect([own.sweep?.read, own.sweep?.unreadable.length, own.sweep?.failed.length]).toEqual([1, 2, 1]);
    const part = day(3, { outcomes: [outcome(team)] });
    expect(factsFor(part, new Set([second])).sweep).toMatchObject({ read: 0, missing: [second] });
    expect(factsFor({ ...part, sweep: undefined }, new Set([second])).sweep).toBeUndefined();
    expect(factsFor(facts, undefined)).toBe(facts);
  });
});
