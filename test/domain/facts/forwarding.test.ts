import { describe, expect, test } from 'vitest';
import type { ForwardingGap, ForwardingSight } from '#domain/facts/forwarding.ts';
import { datedGaps, gapsOf, isWrong, lookedAtClosely, losesEvents } from '#domain/facts/forwarding.ts';
import type { ExpectedRule, MemberTemplate } from '#domain/facts/member-template.ts';
import { instant } from '#domain/values/instant.ts';
import { after, home } from '#test/given/looks.ts';
import { account, region } from '#test/given/incidents.ts';

const names = ['cloudtrail', 's3', 'kms', 'events-own-name'];
const expected: readonly ExpectedRule[] = [
  ...names.map((name) => ({ name, digest: `${name} now` })),
  { name: 'iam', digest: 'iam now', onlyIn: 'us-east-1' },
];
const template = (id: string, rules: readonly ExpectedRule[]): MemberTemplate => ({
  id,
  rules,
  forwardingRole: 'role',
});
const current = template('now', expected);
const known = { current, older: [] };
const local = expected.filter(({ onlyIn }) => onlyIn === undefined);
const [cloudtrail] = names;
const refused = {
  kind: 'unreadable',
  why: { operation: 'events:ListRules', code: 'AccessDeniedException', message: 'no' },
} as const;

type Rules = Extract<ForwardingSight['rules'], { kind: 'seen' }>['value'];
const asRules = (rules: readonly ExpectedRule[]): Rules =>
  rules.map(({ name, digest }) => ({ name, digest, enabled: true }));
const rules = asRules(local);

/** A Region as it was deployed, with these differences. */
const sight = (changes: Partial<ForwardingSight> = {}): ForwardingSight => ({
  region: home,
  rules: { kind: 'seen', value: rules },
  sending: { kind: 'seen', value: rules.map(({ name }) => name) },
  targets: { kind: 'seen', value: [{ rule: 'cloudtrail', role: true, deadLetters: true }] },
  deadLetters: { kind: 'seen', value: 0 },
  ...changes,
});
const withRules = (value: Rules) => sight({ rules: { kind: 'seen', value } });
const first = (changes: Partial<Rules[number]>) =>
  withRules(rules.map((rule, index) => (index === 0 ? { ...rule, ...changes } : rule)));
const kindsOf = (gaps: readonly ForwardingGap[]) => gaps.map(({ kind }) => kind);

describe('what carries events on', () => {
  test('lacks nothing where everything is as it was deployed', () => {
    expect(gapsOf(known, sight(), undefined)).toEqual([]);
    expect(gapsOf(known, sight({ deadLetters: undefined }), 'now')).toEqual([]);
  });

  test('is missed nowhere where nothing is deployed', () => {
    const elsewhere = template(
      'now',
      expected.filter(({ onlyIn }) => onlyIn !== undefined),
    );
    expect(gapsOf({ current: elsewhere, older: [] }, withRules([]), undefined)).toEqual([]);
  });

  test('is not missed where AWS never sends such events', () => {
    const gaps = gapsOf(known, sight({ region: region('us-east-1') }), undefined);
    expect(gaps).toEqual([{ region: 'us-east-1', kind: 'missing', what: 'iam' }]);
  });

  test.each<[string, ForwardingSight, readonly object[]]>([
    ['a Region without any rule', withRules([]), [{ kind: 'no-rules' }]],
    ['a rule that is gone', withRules(rules.slice(1)), [{ kind: 'missing', what: cloudtrail }]],
    ['a rule that is disabled', first({ enabled: false }), [{ kind: 'disabled', what: cloudtrail }]],
    [
      'a pattern with one event less',
      first({ digest: 'cloudtrail without StopLogging' }),
      [{ kind: 'changed', what: cloudtrail }],
    ],
    [
      'a rule that sends elsewhere',
      sight({ sending: { kind: 'seen', value: rules.slice(1).map(({ name }) => name) } }),
      [{ kind: 'sends-elsewhere', what: cloudtrail }],
    ],
    [
      'a target with another role and without its dead-letter queue',
      sight({ targets: { kind: 'seen', value: [{ rule: 'kms', role: false, deadLetters: false }] } }),
      [
        { kind: 'wrong-role', what: 'kms' },
        { kind: 'no-dead-letters', what: 'kms' },
      ],
    ],
    [
      'targets of a rule that may not be read',
      sight({ targets: refused }),
      [{ kind: 'unreadable', what: 'events:ListRules' }],
    ],
    [
      'a queue that is gone',
      sight({ deadLetters: { kind: 'seen', value: 'no-queue' } }),
      [{ kind: 'no-queue' }],
    ],
    [
      'events that could not be delivered',
      sight({ deadLetters: { kind: 'seen', value: 3 } }),
      [{ kind: 'dead-letters', what: '3' }],
    ],
    [
      'rules that may not be listed',
      sight({ rules: refused }),
      [{ kind: 'unreadable', what: 'events:ListRules' }],
    ],
    [
      'targets that may not be listed, which says nothing about the rules',
      sight({ sending: refused }),
      [{ kind: 'unreadable', what: 'events:ListRules' }],
    ],
    [
      'a queue that may not be asked',
      sight({ deadLetters: refused }),
      [{ kind: 'unreadable', what: 'events:ListRules' }],
    ],
  ])('%s is a gap', (_, seen, gaps) => {
    expect(gapsOf(known, seen, undefined)).toEqual(gaps.map((gap) => ({ region: home, ...gap })));
  });

  test('loses events where rules fail it, not where letters lie or nobody may look', () => {
    const wrong = ['missing', 'disabled', 'changed', 'sends-elsewhere', 'wrong-role', 'refused'] as const;
    for (const kind of wrong) expect(isWrong({ region: home, kind })).toBe(true);
    for (const kind of [...wrong, 'no-rules', 'silent'] as const)
      expect(losesEvents({ region: home, kind })).toBe(true);
    for (const kind of ['no-dead-letters', 'no-queue', 'dead-letters', 'unreadable', 'outdated'] as const)
      expect(losesEvents({ region: home, kind })).toBe(false);
  });
});

describe('what was deployed before', () => {
  const older = template('then', [
    ...names.slice(0, 3).map((name) => ({ name, digest: `${name} then` })),
    { name: 'dropped', digest: 'dropped then' },
  ]);
  const both = { current, older: [older] };
  const there = (...rules: readonly ExpectedRule[]): ForwardingSight => ({
    ...withRules(asRules(rules)),
    sending: { kind: 'seen', value: rules.map(({ name }) => name) },
  });
  const [then, now] = [older.rules, local];

  test('is outdated, as is everything on the way from it to what is deployed now', () => {
    expect(kindsOf(gapsOf(both, there(...then), 'then'))).toEqual(['outdated']);
    expect(kindsOf(gapsOf(both, there(...then), undefined))).toEqual(['outdated']);
    // One rule after the other is changed, added and removed.
    expect(kindsOf(gapsOf(both, there(now[0]!, ...then.slice(1)), 'then'))).toEqual(['outdated']);
    expect(kindsOf(gapsOf(both, there(...now.slice(0, 3), then[3]!), 'then'))).toEqual(['outdated']);
    // A new rule has no target yet.
    const untargeted = { ...there(...now, then[3]!), sending: there(...then).sending };
    expect(kindsOf(gapsOf(both, untargeted, 'then'))).toEqual(['outdated']);
  });

  test('is wrong where what is deployed now was there already', () => {
    expect(kindsOf(gapsOf(both, there(...then), 'now'))).toEqual([
      'changed',
      'changed',
      'changed',
      'missing',
    ]);
  });

  test.each<[string, ForwardingSight]>([
    ['one of its rules is gone', there(...then.slice(1))],
    [
      'one of its rules is disabled',
      withRules([{ ...asRules(then)[0]!, enabled: false }, ...asRules(then).slice(1)]),
    ],
    [
      'one of its rules has a pattern that never was',
      there({ name: 'cloudtrail', digest: 'x' }, ...then.slice(1)),
    ],
    ['one of its rules sends elsewhere', { ...there(...then), sending: there(...then.slice(1)).sending }],
  ])('is wrong when %s', (_, seen) => {
    const gaps = gapsOf(both, seen, 'then');
    expect(kindsOf(gaps)).not.toContain('outdated');
    expect(gaps.some(isWrong)).toBe(true);
  });

  test('and is gone altogether was removed, and was not where nothing ever was', () => {
    expect(kindsOf(gapsOf(both, there(), 'then'))).toEqual(['removed']);
    expect(kindsOf(gapsOf(both, there(), undefined))).toEqual(['no-rules']);
  });

  test('and may not be read any more is refused, and unreadable where it never could be', () => {
    expect(kindsOf(gapsOf(both, sight({ rules: refused }), 'then'))).toEqual(['refused']);
    expect(kindsOf(gapsOf(both, sight({ rules: refused }), undefined))).toEqual(['unreadable']);
    expect(kindsOf(gapsOf(both, sight({ targets: refused }), 'now'))).toEqual(['refused']);
  });
});

describe('the rules whose targets are looked at', () => {
  const shop = account('333333333333');
  const hour = 3600 * 1000;
  const looked = (hours: number, where = home, before: Parameters<typeof lookedAtClosely>[1] = []) =>
    lookedAtClosely(local, before, { account: shop, region: where, at: instant(hours * hour) });

  test('are two an hour: the one that carries what is done to trails, and each of the others within a day', () => {
    const day = Array.from({ length: 24 }, (_, index) => looked(480_000 + index));
    for (const hourly of day) expect(hourly).toHaveLength(2);
    for (const hourly of day) expect(hourly[0]).toBe(cloudtrail);
    expect(new Set(day.flat())).toEqual(new Set(names));
  });

  test('are others in another Region, so that a change everywhere shows at once', () => {
    const regions = ['eu-west-1', 'eu-west-2', 'eu-west-3', 'us-west-1', 'us-west-2'].map(region);
    expect(new Set(regions.flatMap((where) => looked(480_000, where))).size).toBeGreaterThan(2);
  });

  test('are looked at every hour while they are wanting, in that Region', () => {
    const wanting = { region: home, kind: 'wrong-role', what: 'kms' } as const;
    const other = { region: home, kind: 'disabled', what: 's3' } as const;
    for (const hours of [480_000, 480_001, 480_002])
      expect(looked(hours, home, [wanting, other])).toContain('kms');
    const elsewhere = [480_000, 480_001, 480_002].map((hours) =>
      looked(hours, region('eu-west-2'), [wanting]),
    );
    expect(elsewhere.every((one) => one.length === 2)).toBe(true);
  });
});

describe('since when something is missing', () => {
  const missing = { region: home, kind: 'missing', what: 'iam' } as const;
  const letters = (what: string) => ({ region: home, kind: 'dead-letters', what }) as const;

  test('is the first look in a row that showed it, also while letters pile up', () => {
    const before = datedGaps([], [missing, letters('1')], after(0));
    const next = datedGaps(before, [missing, letters('7')], after(86_400));
    expect(next.map(({ since }) => since)).toEqual([after(0), after(0)]);
    expect(next[1]?.what).toBe('7');
  });

  test('begins anew when it was there in between', () => {
    const before = datedGaps(datedGaps([], [missing], after(0)), [], after(60));
    expect(datedGaps(before, [missing], after(120))[0]?.since).toBe(after(120));
  });
});
