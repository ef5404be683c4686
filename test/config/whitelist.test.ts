import { describe, expect, test } from 'vitest';
import { expiredEntries } from '#config/whitelist.ts';
import { parseInstant } from '#domain/values/instant.ts';
import { account, faults, least, parse, places, usable } from '#test/given/configurations.ts';

const id = '210987654321';
const trail = `arn:aws:cloudtrail:eu-west-1:${id}:trail/main`;
const whitelist = (...entries: readonly unknown[]) => ({ cloudtrails: { [id]: entries } });

test('a Region exempts all rules there; an object says more', () => {
  const entry = {
    trail,
    reason: 'a test',
    owner: 'platform',
    expires: '2027-01-31',
    rules: ['logging-stopped'],
  };
  expect(usable(least, whitelist('eu-west-1', entry)).exemptions.get(account(id))).toEqual([
    { accountId: id, region: 'eu-west-1' },
    { accountId: id, ...entry, expires: parseInstant('2027-01-31T00:00:00Z') },
  ]);
});

test.each([
  ['neither Region nor trail', { reason: 'all of it' }, '[0]'],
  ['an unknown rule', { region: 'eu-west-1', rules: ['loging-stopped'] }, '[0].rules[0]'],
  ['no rules at all', { region: 'eu-west-1', rules: [] }, '[0].rules'],
  ['a day that is none', { region: 'eu-west-1', expires: 'next week' }, '[0].expires'],
  ['a trail by name only', { trail: 'main' }, '[0].trail'],
  ['an unknown key', { region: 'eu-west-1', until: '2027-01-01' }, '[0].until'],
  ['no Region', 'Ireland', '[0]'],
])('%s is refused', (_, entry, path) => {
  expect(places(faults(least, whitelist(entry)))).toEqual([`whitelist.json: cloudtrails["${id}"]${path}`]);
});

describe('account ids', () => {
  const entries = (key: string) => ({ cloudtrails: { [key]: ['eu-west-1'] } });
  const zero = { ...least, aws: { ...least.aws, accounts: { '012345678901': 'zero' } } };

  test('a malformed one that belongs to no account is a warning with a suggestion, and has no effect', () => {
    const parsed = parse(least, entries('1234567890123'));
    expect(parsed.ok && parsed.config.exemptions.size).toBe(0);
    const warning = parsed.ok ? parsed.warnings.find(({ file }) => file === 'whitelist.json') : undefined;
    expect(warning?.text).toContain('Did you mean "123456789012"?');
  });

  test.each(['12345678901', '0123-4567-8901', ' 012345678901'])(
    '%j means a configured one: a fault',
    (key) => {
      const [fault] = faults(zero, entries(key));
      expect(fault?.remedy).toContain('"012345678901"');
    },
  );

  test('a well-formed one that nobody configured is stale, unless AWS Organizations may know it', () => {
    const stale = (config: unknown) => {
      const parsed = parse(config, entries('999999999999'));
      return parsed.ok && parsed.warnings.some(({ file }) => file === 'whitelist.json');
    };
    expect(stale(least)).toBe(true);
    expect(stale({ ...least, organization: { mode: 'organization', id: 'o-a1b2c3d4e5' } })).toBe(false);
  });
});

test('an entry is named as expired from the moment of its expiry on', () => {
  const { exemptions } = usable(
    least,
    whitelist('eu-west-1', { region: 'eu-west-2', expires: '2027-01-31' }),
  );
  const at = (text: string) => places(expiredEntries(exemptions, parseInstant(text)!));
  expect(at('2027-01-30T23:59:59.999Z')).toEqual([]);
  expect(at('2027-01-31T00:00:00Z')).toEqual([`whitelist.json: cloudtrails["${id}"][1]`]);
});
