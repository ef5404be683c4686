import { describe, expect, test } from 'vitest';
import {
  accountList,
  accountsOf,
  accountWords,
  affectedTable,
  isOpen,
  regionCount,
  regionWords,
  viewFor,
  wasOverWhenSeen,
  worstFirst,
} from '#domain/announcements/affected.ts';
import type { Member } from '#domain/issues/incident.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import {
  account,
  at,
  everywhere,
  healed,
  member,
  names,
  prod,
  region,
  trailArn,
  view,
} from '#test/given/incidents.ts';

const shop = account('333333333333');
const [ireland, london, paris, virginia] = ['eu-west-1', 'eu-west-2', 'eu-west-3', 'us-east-1'].map(
  region,
) as [Member['region'], Member['region'], Member['region'], Member['region']];
const many = (count: number, changes: Partial<TrackedFinding> = {}) =>
  Array.from({ length: count }, (_, index) =>
    member(changes, { account: account(String(200_000_000_000 + index)) }),
  );

describe('names', () => {
  test('of an account are its name and its number, or its number where it has no name', () => {
    expect(accountWords(prod, names)).toBe('prod (111122223333)');
    expect(accountWords(shop, names)).toBe('account 333333333333');
    expect(accountWords(shop, new Map([[shop, ' ']]))).toBe('account 333333333333');
    expect(accountWords(shop, new Map([[shop, shop]]))).toBe('account 333333333333');
    expect(accountWords(shop, new Map([[shop, 'x'.repeat(50)]]))).toBe(`${'x'.repeat(39)}… (333333333333)`);
  });

  test('of Regions are short, in order and each once', () => {
    expect(regionWords([virginia, paris, ireland, london, ireland])).toBe('eu-west-1/2/3, us-east-1');
    expect(regionCount([ireland, ireland])).toBe('eu-west-1');
    expect(regionCount([ireland, london])).toBe('2 Regions');
  });

  test('of the accounts of members come in order, each once', () => {
    const members = [member({}, { account: shop }), member(), member({}, { region: london })];
    expect(accountsOf(members)).toEqual([prod, shop]);
  });
});

test('what was resolved when it opened was over when it was seen', () => {
  const opened = { openedAt: at('12:00:10') };
  expect(wasOverWhenSeen(member({ ...opened, resolvedAt: at('12:00:10') }))).toBe(true);
  expect(wasOverWhenSeen(member({ ...opened, resolvedAt: at('12:00:11') }))).toBe(false);
  expect(wasOverWhenSeen(member(opened))).toBe(false);
});

test('a member is open that is neither accepted nor over', () => {
  const closed = { closed: { at: at('13:00:00'), because: 'healthy' } } as const;
  const states: Partial<TrackedFinding>[] = [{}, { state: 'whitelisted' }, healed, closed];
  expect(states.map((changes) => isOpen(member(changes)))).toEqual([true, false, false, false]);
});

describe('members are told', () => {
  const accepted = { state: 'whitelisted' } as const;
  /** Each before the next one. */
  const ladders: readonly (readonly [string, readonly Member[]])[] = [
    ['open before accepted before over', [member({ severity: 'low' }), member(accepted), member(healed)]],
    ['harm before what does none', [member({ severity: 'low' }), member({ harmful: false })]],
    [
      'the worst first',
      (['critical', 'high', 'medium', 'low'] as const).map((severity) => member({ severity })),
    ],
    [
      'by the worst that it was, once it is over',
      [
        member({ ...healed, severity: 'low', peak: 'critical' }),
        member({ ...healed, severity: 'high', peak: 'high' }),
      ],
    ],
    ['a loss before a weakening', [member({ since: at('13:00:00') }), member({ weakening: true })]],
    ['the oldest first', [member({ since: at('11:00:00'), rule: 'trail-gone' }), member()]],
    ['in the order of the rules', [member({ subject: '-' }), member({ rule: 'redirected', subject: '-' })]],
    ['in the order of trails', [member({ subject: '-' }, { account: shop }), member({ subject: trailArn })]],
    ['in the order of accounts', [member({}, { region: virginia }), member({}, { account: shop })]],
    ['in the order of Regions', [member(), member({}, { region: london })]],
  ];

  test.each(ladders)('%s', (_, members) => {
    expect(worstFirst(members)).toEqual(members);
    expect(worstFirst(members.toReversed())).toEqual(members);
  });
});

describe('the table of what is affected', () => {
  test.each<[string, Partial<TrackedFinding>, string]>([
    ['an open finding', {}, 'critical, since 2026-11-21 12:00:08 UTC'],
    ['what is accepted', { state: 'whitelisted' }, 'accepted, since 2026-11-21 12:00:08 UTC'],
    ['what is over', healed, 'over: from 2026-11-21 12:00:08 to 12:07:49 UTC (7 min 41 s)'],
    [
      'what is over since it was seen to be',
      { ...healed, until: undefined },
      'over: from 2026-11-21 12:00:08 to 12:07:51 UTC (7 min 43 s)',
    ],
    ['what looks healthy', { healthyAt: at('12:05:00') }, 'critical, looks healthy again, being confirmed'],
    [
      'a trail whose events others record',
      { weakening: true },
      'recorded by another trail, this one fails since 2026-11-21 12:00:08 UTC',
    ],
    ['a weakening', { weakening: true, harm: 'unprotected' }, 'weaker, since 2026-11-21 12:00:08 UTC'],
    [
      'an account that left',
      { closed: { at: at('13:00:00'), because: 'account-left' } },
      'the account left the organization or was closed',
    ],
    [
      'what was closed after its end',
      { ...healed, closed: { at: at('13:00:00'), because: 'healthy' } },
      'over: from 2026-11-21 12:00:08 to 12:07:49 UTC (7 min 41 s)',
    ],
  ])('says of %s how it is', (_, changes, state) => {
    expect(affectedTable([member(changes)], names).rows).toEqual([
      { account: 'prod (111122223333)', regions: 'eu-west-1', state },
    ]);
  });

  test('has a row for accounts alike, and says how many Regions when they are more than three', () => {
    const [first, second] = [everywhere(), everywhere({}, { account: shop })];
    const part = second.map((one, index) => (index < 4 ? { ...one, finding: member(healed).finding } : one));
    const { rows, leftOut } = affectedTable([...first, ...second], names);
    expect([leftOut, rows]).toEqual([
      0,
      [expect.objectContaining({ regions: 'all 17 Regions', others: ['account 333333333333'] })],
    ]);
    const places = affectedTable([...first, ...part], names).rows.map(({ regions }) => regions);
    expect(places[0]).toBe('all 17 Regions');
    expect(places.slice(1).toSorted()).toEqual([
      expect.stringMatching(/^13 Regions: [a-z]{2}-/),
      expect.stringMatching(/^4 Regions: ap-/),
    ]);
    const three = [ireland, london, paris].map((one) => member({}, { region: one }));
    expect(affectedTable(three, names).rows[0]?.regions).toBe('eu-west-1/2/3');
  });

  test('shows 25 rows and counts the others', () => {
    const members = (count: number) =>
      Array.from({ length: count }, (_, index) =>
        member({ since: at(`12:00:${String(10 + index)}`) }, { account: shop }),
      );
    expect(affectedTable(members(25), names)).toMatchObject({ leftOut: 0 });
    const { rows, leftOut } = affectedTable(members(27), names);
    expect([rows.length, leftOut]).toEqual([25, 2]);
  });
});

test('the list of accounts is there from ten accounts on, a line for each with its Regions in order', () => {
  expect(accountList(many(9), names)).toBeUndefined();
  const [first, ...others] = many(10);
  const again = { ...first!, region: london };
  const lines = (
    accountList([again, first!, again, ...others], new Map([[first!.account, 'shop']])) ?? ''
  ).split('\r\n');
  expect(lines.slice(0, 2)).toEqual([
    'account_id,account_name,regions,state',
    '200000000000,shop,eu-west-1 eu-west-2,"critical, since 2026-11-21 12:00:08 UTC"',
  ]);
  expect(lines.filter((line) => line !== '')).toHaveLength(11);
  expect(lines[2]).toMatch(/^200000000001,,eu-west-1,/);
});

test('who answers for some accounts reads of those only, or of all where none of them is affected', () => {
  const whole = view([member(), member({}, { account: shop })]);
  const seen = (...only: Member['account'][]) => accountsOf(viewFor(whole, new Set(only)).members);
  expect(seen(shop)).toEqual([shop]);
  expect(seen(account('999999999999'))).toEqual([prod, shop]);
  expect(accountsOf(viewFor(whole, undefined).members)).toEqual([prod, shop]);
});
