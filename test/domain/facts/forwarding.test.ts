import { describe, expect, test } from 'vitest';
import type { ForwardingSight } from '#domain/facts/forwarding.ts';
import { gapsOf, lookedAtClosely, losesEvents, datedGaps } from '#domain/facts/forwarding.ts';
import { memberPatterns } from '#domain/facts/patterns.ts';
import { instant } from '#domain/values/instant.ts';
import { after, home } from '#test/given/looks.ts';
import { account, region } from '#test/given/incidents.ts';

const expected = memberPatterns();
const local = expected.filter(({ onlyIn }) => onlyIn === undefined);
const [cloudtrail] = local.map(({ name }) => name);
const refused = {
  kind: 'unreadable',
  why: { operation: 'events:ListRules', code: 'AccessDeniedException', message: 'no' },
} as const;

type Rules = Extract<ForwardingSight['rules'], { kind: 'seen' }>['value'];
const rules: Rules = local.map(({ name, pattern }) => ({ name, pattern, enabled: true }));

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

describe('what carries events on', () => {
  test('lacks nothing where everything is as it was deployed, whatever the order of a pattern', () => {
    const turned = Object.fromEntries(Object.entries(local[0]!.pattern).toReversed());
    expect(gapsOf(expected, sight())).toEqual([]);
    expect(gapsOf(expected, first({ pattern: turned }))).toEqual([]);
  });

  test('is not missed where AWS never sends such events', () => {
    const gaps = gapsOf(expected, sight({ region: region('us-east-1') }));
    expect(gaps.map(({ kind }) => kind)).toEqual(
      ['missing', 'missing', 'missing', 'missing'].slice(0, gaps.length),
    );
    expect(gaps.map(({ what }) => what)).toContain('iam');
  });

  test.each<[string, ForwardingSight, readonly object[]]>([
    ['a Region without any rule', withRules([]), [{ kind: 'no-rules' }]],
    ['a rule that is gone', withRules(rules.slice(1)), [{ kind: 'missing', what: cloudtrail }]],
    ['a rule that is disabled', first({ enabled: false }), [{ kind: 'disabled', what: cloudtrail }]],
    [
      'a pattern with one event less',
      first({ pattern: { ...local[0]!.pattern, detail: {} } }),
      [{ kind: 'changed', what: cloudtrail }],
    ],
    ['a pattern that is none', first({ pattern: undefined }), [{ kind: 'changed', what: cloudtrail }]],
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
    expect(gapsOf(expected, seen)).toEqual(gaps.map((gap) => ({ region: home, ...gap })));
  });

  test('loses events where rules fail it, not where letters lie or nobody may look', () => {
    const kinds = ['no-rules', 'missing', 'disabled', 'changed', 'sends-elsewhere', 'wrong-role'] as const;
    for (const kind of kinds) expect(losesEvents({ region: home, kind })).toBe(true);
    for (const kind of ['no-dead-letters', 'no-queue', 'dead-letters', 'unreadable'] as const)
      expect(losesEvents({ region: home, kind })).toBe(false);
  });
});

describe('the rule whose targets are looked at', () => {
  const shop = account('333333333333');
  const day = 24 * 3600 * 1000;
  const looked = (days: number, where = home, before: Parameters<typeof lookedAtClosely>[1] = []) =>
    lookedAtClosely(expected, before, { account: shop, region: where, at: instant(days * day) });

  test('is one a day: every other day the one that carries what is done to trails, within a month each', () => {
    const month = Array.from({ length: 2 * local.length }, (_, index) => looked(20_000 + index));
    for (const names of month) expect(names).toHaveLength(1);
    expect(month.filter(([name]) => name === cloudtrail)).toHaveLength(local.length);
    expect(new Set(month.flat())).toEqual(new Set(local.map(({ name }) => name)));
  });

  test('is another one in another Region, so that a change everywhere shows at once', () => {
    const regions = ['eu-west-1', 'eu-west-2', 'eu-west-3', 'us-west-1', 'us-west-2'].map(region);
    expect(regions.flatMap((where) => looked(20_000, where))).toContain(cloudtrail);
    expect(new Set(regions.flatMap((where) => looked(20_000, where))).size).toBeGreaterThan(2);
  });

  test('is looked at every day while it is wanting, in that Region', () => {
    const wanting = { region: home, kind: 'wrong-role', what: 'kms' } as const;
    const other = { region: home, kind: 'disabled', what: 's3' } as const;
    for (const days of [20_000, 20_001]) expect(looked(days, home, [wanting, other])).toContain('kms');
    expect(looked(20_000, region('eu-west-2'), [wanting])).toHaveLength(1);
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
