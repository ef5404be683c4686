import * as fc from 'fast-check';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { centralNames } from '#adapters/cloudformation/names.ts';
import { describe, expect, test } from 'vitest';
import { parseConfig, loadConfig } from '#config/load.ts';
import { watchedAccounts, internalChannel } from '#config/config.ts';
import { valueAtPath } from '#config/fault.ts';
import { ownDirectory } from '#simulators/at-end.ts';
import { account, faults, least, parse, places, textsOf, usable } from '#test/given/configurations.ts';

describe('what is accepted', () => {
  test("Hammer's three shipped files load unchanged", () => {
    const parsed = parseConfig(textsOf('../fixtures/hammer-config'));
    expect(parsed).toMatchObject({ ok: true });
    if (!parsed.ok) return;
    expect(parsed.config.cloudtrails.tableName).toBe('hammer-cloudtrails');
    expect(parsed.config.exemptions.get(account('111122223333'))).toMatchObject([
      { region: 'eu-west-1' },
      { region: 'us-east-2' },
    ]);
    expect(places(parsed.warnings)).toEqual([
      'config.json: cloudtrails.reporting',
      'config.json: jira.server',
      'config.json: alarms.subscribers',
      'ticket_owners.json: account["1111222233334"]',
      'config.json: ',
      'whitelist.json: ',
    ]);
  });

  test('the shipped starting points load, and say only that reporting is off and that no address hears alarms', () => {
    const parsed = parseConfig(textsOf('../../config'));
    expect(parsed.ok && places(parsed.warnings)).toEqual([
      'config.json: cloudtrails.reporting',
      'config.json: alarms.subscribers',
    ]);
  });

  test('everything of our own has a default', () => {
    expect(usable()).toMatchObject({
      regions: undefined,
      cloudtrails: { enabled: true, tableName: 'hammer-cloudtrails', reporting: false, ignoreAccounts: [] },
      jira: {
        enabled: false,
        issueType: 'Task',
        textLimit: 32767,
        linkType: 'Relates',
        labels: ['trailwarden'],
      },
      slack: { enabled: false, notifyDefaultOwner: true },
      organization: { mode: 'configured', stackSets: { enabled: false } },
      secrets: { slackToken: { store: 'ssm', name: '/trailwarden/slack-token' } },
      schedules: { sweep: 'cron(0 5 * * ? *)', lookAgainMinutes: 5 },
      baseline: undefined,
    });
  });

  test('comments, trailing commas and a byte order mark change nothing', () => {
    const config = `\uFEFF// first\n${JSON.stringify(least).replace(/\}\}\}$/, '/* in between */,},},}')}`;
    const parsed = parseConfig({ config, whitelist: '{}', ticketOwners: '{}' });
    expect(parsed.ok && parsed.config).toEqual(usable());
  });

  test.each([
    [true, true],
    ['true', true],
    [false, false],
    ['false', false],
  ])('the switch %j reads as %j', (written, meant) => {
    expect(usable({ ...least, cloudtrails: { enabled: written } }).cloudtrails.enabled).toBe(meant);
  });

  test('remediation keys are passed over, with the note that nothing is ever changed', () => {
    const config = usable({ ...least, cloudtrails: { remediation: true, remediation_retention_period: 21 } });
    expect(config.warnings.at(-1)?.text).toBe(
      'Passed over: cloudtrails.remediation, cloudtrails.remediation_retention_period. Trailwarden never changes a watched account.',
    );
  });

  test('a key that stands twice is a fault that names it', () => {
    const config = JSON.stringify(least).replace('"region":', '"region":"us-east-1","region":');
    const parsed = parseConfig({ config, whitelist: '{}', ticketOwners: '{}' });
    expect(!parsed.ok && places(parsed.faults)).toEqual(['config.json: aws.region']);
  });
});

describe('which accounts are watched', () => {
  const [security, production, other] = ['123456789012', '210987654321', '111111111111'].map(account);

  test.each([
    ['all that are configured', {}, [security, production]],
    [
      'those of the playbook section, if it names any',
      { accounts: [production, other] },
      [production, other],
    ],
    ['never the ignored ones', { ignore_accounts: [security] }, [production]],
    [
      'ignored wins over named',
      { accounts: [security, production], ignore_accounts: [security] },
      [production],
    ],
  ])('%s', (_, cloudtrails, ids) => {
    expect([...watchedAccounts(usable({ ...least, cloudtrails })).keys()]).toEqual(ids);
  });

  test('in organization mode those of the organization, named as there', () => {
    const config = usable({ ...least, organization: { mode: 'organization', id: 'o-a1b2c3d4e5' } });
    expect([...watchedAccounts(config, new Map([[other!, 'joined yesterday']]))]).toEqual([
      [other, 'joined yesterday'],
    ]);
  });
});

test("the playbook's functions keep its prefix, or get another one, which the command line follows", () => {
  const asked = (config: unknown) => centralNames(usable(config), '').sweep;
  const named = (function_prefix: string) => ({ aws: { ...least.aws, function_prefix } });
  expect(asked(least)).toBe('hammer-initiate-cloudtrails');
  expect(asked(named('acme-hammer-'))).toBe('acme-hammer-initiate-cloudtrails');
  expect(parse(named('no spaces')).ok).toBe(false);
});

test('a line about Trailwarden itself goes where its pattern says, else to the default channel, unless ignored', () => {
  const slack = { channels: { '#errors': ['ERROR|denied'] }, ignore: ['noise'], default_channel: '#rest' };
  const config = usable({ ...least, slack });
  expect(['ERROR x', 'hello', 'ERROR noise'].map((line) => internalChannel(config, line))).toEqual([
    '#errors',
    '#rest',
    undefined,
  ]);
});

describe('what is refused', () => {
  const managed = { management_account_id: '111111111111' };

  test('the faults of all three documents are named at once', () => {
    const found = faults(
      { ...least, aws: { ...least.aws, region: 'Europe' }, slak: {} },
      { cloudtrail: {} },
      [],
    );
    expect(places(found)).toEqual([
      'config.json: aws.region',
      'config.json: slak',
      'whitelist.json: cloudtrail',
      'ticket_owners.json: ',
    ]);
    expect(found[1]?.remedy).toContain('Did you mean "slack"?');
  });

  test('an unknown key does not hide what is wrong between documents', () => {
    const config = { ...least, slak: {}, cloudtrails: { reporting: true }, slack: { enabled: true } };
    expect(places(faults(config))).toEqual(['config.json: slak', 'ticket_owners.json: slack_owner']);
  });

  test.each([
    [
      'an account id as a number',
      { aws: { ...least.aws, main_account_id: 123456789012 } },
      'aws.main_account_id',
    ],
    ['no section aws', { aws: undefined }, 'aws'],
    [
      'an empty list of Regions, which watches nothing',
      { aws: { ...least.aws, regions: [] } },
      'aws.regions',
    ],
    ['no account', { aws: { ...least.aws, accounts: {} } }, 'aws.accounts'],
    [
      'every account ignored',
      { cloudtrails: { ignore_accounts: Object.keys(least.aws.accounts) } },
      'aws.accounts',
    ],
    ['a pattern that is none', { slack: { ignore: ['('] } }, 'slack.ignore[0]'],
    ['a schedule in words', { schedules: { sweep: 'daily' } }, 'schedules.sweep'],
    ['a rate in the wrong number', { schedules: { sweep: 'rate(1 days)' } }, 'schedules.sweep'],
    ['a rate of several in the singular', { schedules: { sweep: 'rate(12 hour)' } }, 'schedules.sweep'],
    ['both days given', { schedules: { report: 'cron(0 5 * * * *)' } }, 'schedules.report'],
    ['neither day given', { schedules: { report: 'cron(0 5 ? * ? *)' } }, 'schedules.report'],
    ['a stage that AWS refuses', { stages: ['prod', 'dev_1'] }, 'stages[1]'],
    ['no stage', { stages: [] }, 'stages'],
    ['a label with a space', { jira: { labels: ['a b'] } }, 'jira.labels[0]'],
    [
      'stack sets without units',
      { organization: { ...managed, stack_sets: { enabled: true, regions: ['us-east-1'] } } },
      'organization.stack_sets.organizational_units',
    ],
    ['a switch that is neither', { slack: { enabled: 'yes' } }, 'slack.enabled'],
  ])('%s', (_, part, path) => {
    expect(places(faults({ ...least, ...part }))).toEqual([`config.json: ${path}`]);
  });

  test('a token in place of its name is refused, and not shown', () => {
    const token = ['xoxb', '12345', 'abc'].join('-');
    const [fault] = faults({ ...least, secrets: { slack_token: token } });
    expect(fault?.path).toEqual(['secrets', 'slack_token']);
    expect(JSON.stringify(fault)).not.toContain('12345');
  });

  test.each([
    ['https://example.atlassian.net', true],
    ['https://example.atlassian.net/', true],
    ['http://127.0.0.1:8080', true],
    ['https://issues.example.com', false],
    ['https://atlassian.net.example.com', false],
    ['http://example.atlassian.net', false],
    ['https://example.atlassian.net/jira', false],
    ['', false],
  ])('Jira at %j is accepted: %j', (server, accepted) => {
    const found = faults({ ...least, jira: { enabled: true, server } });
    expect(places(found)).toEqual(accepted ? [] : ['config.json: jira.server']);
    if (!accepted) expect(found[0]?.remedy).toContain('Data Center');
  });

  test('a missing file is a fault; loading names every fault in one error', () => {
    const { path: directory, remove } = ownDirectory('trailwarden-');
    writeFileSync(join(directory, 'config.json'), '{"aws": }');
    expect(() => loadConfig(directory)).toThrow(
      /^config\.json: .*line 1, column 9.*\nwhitelist\.json: .*no such file.*\nticket_owners\.json: .*$/,
    );
    remove();
  });
});

describe('for any documents', () => {
  const paths = [
    ['aws'],
    ['aws', 'accounts'],
    ['aws', 'regions'],
    ['cloudtrails'],
    ['cloudtrails', 'accounts'],
    ['jira'],
    ['slack', 'channels'],
    ['slack'],
    ['secrets'],
    ['organization', 'stack_sets'],
    ['account'],
    ['slack_owner'],
    ['__proto__'],
    ['constructor'],
  ];
  const json = fc.jsonValue();
  const spoiled = fc.tuple(fc.constantFrom(...paths), json).map(([path, value]) => {
    const wrap = (steps: readonly string[]): unknown => {
      const [step, ...rest] = steps;
      return step === undefined ? value : Object.fromEntries([[step, wrap(rest)]]);
    };
    return { ...least, ...(wrap(path) as object) };
  });
  const document = fc.oneof(json, spoiled);

  test('no JSON and no text makes the reader throw', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          document.map((value) => JSON.stringify(value)),
        ),
        (text) => {
          parseConfig({ config: text, whitelist: text, ticketOwners: text });
        },
      ),
    );
    const nested = '['.repeat(100_000);
    expect(parseConfig({ config: nested, whitelist: nested, ticketOwners: nested }).ok).toBe(false);
  });

  test('every fault names a place that is in the file, or one that is missing in an object that is there', () => {
    fc.assert(
      fc.property(document, document, document, (config, whitelist, owners) => {
        const byFile = { 'config.json': config, 'whitelist.json': whitelist, 'ticket_owners.json': owners };
        for (const { file, path, found, expected, remedy } of faults(config, whitelist, owners)) {
          const written: unknown = JSON.parse(JSON.stringify(byFile[file]));
          expect(path.length === 0 ? {} : valueAtPath(written, path.slice(0, -1))).toBeTypeOf('object');
          expect([found, expected, remedy].every((text) => text.length > 0)).toBe(true);
        }
      }),
    );
  });

  test('what is accepted survives being written out and read again', () => {
    const id = fc.stringMatching(/^\d{12}$/);
    const config = fc.record({
      aws: fc.record({
        main_account_id: id,
        region: fc.constantFrom('eu-west-1', 'us-west-2'),
        role_name_identification: fc.constant('reader'),
        accounts: fc.dictionary(id, fc.string(), { minKeys: 1 }),
      }),
      cloudtrails: fc.record({ enabled: fc.boolean(), reporting: fc.boolean() }),
      slack: fc.record({
        notify_default_owner: fc.boolean(),
        default_channel: fc.constantFrom('', '#cloud', 'C012AB3CD45'),
      }),
    });
    fc.assert(
      fc.property(config, (written) => {
        const read = usable(written);
        expect(read.accounts).toEqual(new Map(Object.entries(written.aws.accounts)));
        expect([read.cloudtrails.enabled, read.cloudtrails.reporting]).toEqual(
          Object.values(written.cloudtrails),
        );
        const asText = {
          enabled: String(written.cloudtrails.enabled),
          reporting: String(written.cloudtrails.reporting),
        };
        expect(usable({ ...written, cloudtrails: asText })).toEqual(read);
      }),
    );
  });
});

test('detection that is off is the first thing said', () => {
  const parsed = parse({ ...least, cloudtrails: { enabled: false } });
  expect(parsed.ok && parsed.warnings[0]?.text).toContain('Detection is off');
});
