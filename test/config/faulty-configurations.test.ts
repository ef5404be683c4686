import { describe, expect, test } from 'vitest';
import { checkConfig } from '#cli/commands/config-check.ts';
import { parseInstant } from '#domain/values/instant.ts';
import { least } from '#test/given/configurations.ts';

const now = parseInstant('2026-11-29T00:00:00Z')!;
type Case = readonly [
  title: string,
  documents: { config?: unknown; whitelist?: unknown; owners?: unknown },
  line: RegExp,
];

const text = (document: unknown): string =>
  typeof document === 'string' ? document : JSON.stringify(document);
const linesOf = ({ config = least, whitelist = {}, owners = {} }: Case[1]): readonly string[] =>
  checkConfig({ config: text(config), whitelist: text(whitelist), ticketOwners: text(owners) }, now)
    .text.split('\n')
    .filter((line) => line !== '');

const schedule = (key: 'sweep' | 'report', value: string) => ({
  config: { ...least, schedules: { [key]: value } },
});
const aws = (changes: object) => ({ config: { ...least, aws: { ...least.aws, ...changes } } });
const white = (entry: unknown, config: unknown = least) => ({
  config,
  whitelist: { cloudtrails: { '210987654321': [entry] } },
});
const baseline = (changes: object) => ({ config: { ...least, baseline: changes } });
const slack = (changes: object) => ({ config: { ...least, slack: changes } });
const owner = (slack_owner: unknown) => ({ owners: { slack_owner } });
const secret = (value: string) => ({ config: { ...least, secrets: { slack_token: value } } });
const other = (changes: object) => ({ config: { ...least, ...changes } });
const at = (path: string) =>
  `config\\.json, line 1, column \\d+: ${path.replaceAll('.', '\\.').replaceAll('[', '\\[')}`;

const schedules: readonly Case[] = [
  ...[
    'rate(1 hours)',
    'rate(2 hour)',
    'rate(0 days)',
    'rate(1 week)',
    'rate(-1 days)',
    'daily',
    'cron(0 5 * * *)',
    'cron(0 5 * * * *)',
    'cron(0 5 ? * ? *)',
    '0 5 * * *',
  ].map((value): Case => [
    `a schedule that is none: ${value}`,
    schedule('sweep', value),
    new RegExp(`^${at('schedules.sweep')}: found .*expected a schedule such as "rate\\(1 day\\)"`),
  ]),
  ...(
    [
      ['cron(0 25 * * ? *)', /hour from 0 to 23, not "25"/],
      ['cron(60 5 * * ? *)', /minute from 0 to 59, not "60"/],
      ['cron(0 5 32 * ? *)', /day of the month from 1 to 31, not "32"/],
      ['cron(0 5 * 13 ? *)', /month from 1 to 12, not "13"/],
      ['cron(0 5 ? * 8 *)', /day of the week from 1 to 7, not "8"/],
      ['cron(0 5 ? * MOON *)', /day of the week.*not "MOON"/],
      ['cron(0 5 * * ? 1969)', /year from 1970 to 2199, not "1969"/],
      ['cron(0 5-30 * * ? *)', /hour.*not "5-30"/],
      ['cron(*/0 5 * * ? *)', /minute.*not "\*\/0"/],
    ] as const
  ).map(([value, words]): Case => [`a field that AWS refuses: ${value}`, schedule('sweep', value), words]),
  ...[
    'cron(0 5 1 * ? *)',
    'cron(0 5 ? * MON *)',
    'cron(0 5 * 1 ? *)',
    'cron(0 5 * * ? 2027)',
    'rate(2 days)',
    'rate(25 hours)',
    'rate(30 days)',
  ].map((value): Case => [
    `a sweep that comes too seldom: ${value}`,
    schedule('sweep', value),
    /at least once a day: after 26 hours.*Write "rate\(1 day\)"/,
  ]),
  [
    'a report once a week',
    schedule('report', 'cron(0 7 ? * MON *)'),
    /schedules\.report: found .*a report every day/,
  ],
  [
    'a look every zero minutes',
    other({ schedules: { look_again_minutes: 0 } }),
    /look_again_minutes: found 0; expected a whole number from 1 to 1440/,
  ],
  [
    'a heartbeat in words',
    other({ schedules: { heartbeat_minutes: '360' } }),
    /heartbeat_minutes: found "360".*without quotes/,
  ],
];

const regions: readonly Case[] = [
  ...(
    [
      ['eu-west-9', 'eu-west-1'],
      ['eu-wst-1', 'eu-west-1'],
      ['us-east-11', 'us-east-1'],
      ['ap-southest-2', 'ap-southeast-2'],
      ['eu-centrl-1', 'eu-central-1'],
    ] as const
  ).map(([value, meant]): Case => [
    `a Region that does not exist: ${value}`,
    aws({ regions: [value] }),
    new RegExp(`${at('aws.regions')}\\[0\\]: found "${value}".*Did you mean "${meant}"`),
  ]),
  [
    'the own Region mistyped',
    aws({ region: 'eu-west-1a' }),
    /aws\.region: found "eu-west-1a".*Did you mean "eu-west-1"/,
  ],
  ['a Region of another partition', aws({ region: 'cn-north-1' }), /AWS China/],
  [
    'a Region twice',
    aws({ regions: ['eu-west-1', 'us-east-1', 'eu-west-1'] }),
    /aws\.regions\[2\]: found "eu-west-1"; expected every Region once/,
  ],
  ['no Region', aws({ regions: [] }), /aws\.regions: found an empty list/],
  [
    'a Region in capitals',
    aws({ region: 'EU-WEST-1' }),
    /aws\.region: found "EU-WEST-1"; expected an AWS Region code/,
  ],
  [
    'an availability zone of the rollout',
    other({
      organization: {
        mode: 'organization',
        id: 'o-a1b2c3d4e5',
        management_account_id: '111111111111',
        stack_sets: { enabled: true, organizational_units: ['r-ab12'], regions: ['eu-west-1', 'eu-west-1'] },
      },
    }),
    /stack_sets\.regions\[1\]: found "eu-west-1"; expected every Region once/,
  ],
  [
    'a Region that this version does not know',
    aws({ regions: ['eu-west-1', 'antarctica-north-1'] }),
    /warning: This version knows no Region antarctica-north-1/,
  ],
];

const whitelist: readonly Case[] = [
  [
    'a Region that is not watched',
    white('us-west-2', { ...least, aws: { ...least.aws, regions: ['eu-west-1'] } }),
    /^whitelist\.json.*\["210987654321"\]\[0\]: warning: us-west-2 is not in aws\.regions/,
  ],
  [
    'a trail of another account',
    white({ trail: 'arn:aws:cloudtrail:eu-west-1:123456789012:trail/main' }),
    /^whitelist\.json.*\[0\]\.trail: found .*belongs to 123456789012: move the entry/,
  ],
  [
    'a trail of another account than the management account',
    white(
      { trail: 'arn:aws:cloudtrail:eu-west-1:333333333333:trail/main' },
      { ...least, organization: { management_account_id: '111111111111' } },
    ),
    /organization trail of 111111111111.*belongs to 333333333333/,
  ],
  ['a trail by name', white({ trail: 'main' }), /\.trail: found "main"; expected the ARN of a trail/],
  ['an ARN of a bucket', white({ trail: 'arn:aws:s3:::logs' }), /expected the ARN of a trail/],
  ...['2027-02-30', '2027-13-01', '2027-04-31', '2027-00-10', '2026-02-29'].map((expires): Case => [
    `a day that the calendar does not have: ${expires}`,
    white({ region: 'eu-west-1', expires }),
    new RegExp(`\\.expires: found "${expires}"; expected a day that there is`),
  ]),
  ...['tomorrow', '31.03.2027', '03/31/2027', '2027-3-31', '2027'].map((expires): Case => [
    `a date in another form: ${expires}`,
    white({ region: 'eu-west-1', expires }),
    /\.expires: found .*expected a day that there is/,
  ]),
  [
    'a date that is far',
    white({ region: 'eu-west-1', expires: '2099-01-01' }),
    /warning: It holds until 2099-01-01, more than five years/,
  ],
  [
    'a date that is over',
    white({ region: 'eu-west-1', expires: '2026-01-01' }),
    /warning: Expired on 2026-01-01/,
  ],
  [
    'a rule that there is none',
    white({ region: 'eu-west-1', rules: ['logging-stoped'] }),
    /rules\[0\]: found "logging-stoped".*Did you mean "logging-stopped"/,
  ],
  ['no rule', white({ region: 'eu-west-1', rules: [] }), /at least one rule id/],
  [
    'an entry without a place',
    white({ reason: 'known' }),
    /an object that names a "region", a "trail" or an "actor"/,
  ],
  [
    'an actor with a wildcard',
    white({ actor: 'arn:aws:iam::123456789012:role/*' }),
    /the full ARN of a role.*without wildcards/,
  ],
  [
    'an account id with dashes',
    { whitelist: { cloudtrails: { '2109-8765-4321': ['eu-west-1'] } } },
    /Write "210987654321"/,
  ],
  [
    'an account that is not configured',
    { whitelist: { cloudtrails: { '999999999999': ['eu-west-1'] } } },
    /warning: This account is not in aws\.accounts: stale\?/,
  ],
  [
    'a Region instead of a list',
    { whitelist: { cloudtrails: { '210987654321': 'eu-west-1' } } },
    /expected a list of Regions or exemptions/,
  ],
];

const destinations: readonly Case[] = [
  ...[
    's3://all-logs',
    'arn:aws:s3:::all-logs',
    'All-Logs',
    'all_logs',
    'all logs',
    'ab',
    'all..logs',
    'https://all-logs.s3.amazonaws.com',
  ].map((value): Case => [
    `a bucket by another name: ${value}`,
    baseline({ buckets: [value] }),
    /baseline\.buckets\[0\]: found .*the name of a bucket alone, without s3:\/\//,
  ]),
  ...[
    'alias/logs',
    'arn:aws:kms:eu-west-1:123456789012:alias/logs',
    '1234abcd-12ab-34cd-56ef-1234567890ab',
    'arn:aws:kms:eu-west-1:12345:key/x',
  ].map((value): Case => [
    `a key by another name: ${value}`,
    baseline({ keys: [value] }),
    /baseline\.keys\[0\]: found .*the ARN of a key, not of an alias/,
  ]),
  [
    'a known bucket with its scheme',
    baseline({ known_buckets: ['s3://vendor'] }),
    /known_buckets\[0\].*without s3/,
  ],
  ['a known key by alias', baseline({ known_keys: ['alias/vendor'] }), /known_keys\[0\].*not of an alias/],
  [
    'an owner of buckets by name',
    baseline({ accounts: ['log-archive'] }),
    /baseline\.accounts\[0\].*twelve digits/,
  ],
];

const people: readonly Case[] = [
  [
    'a channel with spaces',
    owner('#Cloud Team'),
    /^ticket_owners\.json.*slack_owner: found "#Cloud Team".*Write "#cloud-team"/,
  ],
  ['a channel in capitals', owner('#Cloud'), /Write "#cloud"/],
  ['a person with @', owner('@anna'), /found "@anna"; expected a name without @\. Write "anna"/],
  ['two channels in one text', owner('#one, #two'), /Write a list: \["#one", "#two"\]/],
  ['a channel in a list with a space', owner(['#ok', '# not ok']), /slack_owner\[1\]: found "# not ok"/],
  [
    'an account’s owner with @',
    { owners: { account: { '210987654321': { slack_owner: '@shop' } } } },
    /account\["210987654321"\]\.slack_owner: found "@shop"/,
  ],
  [
    'a default channel without #',
    slack({ default_channel: 'security' }),
    /slack\.default_channel: found "security"; expected a channel, with #.*Write "#security"/,
  ],
  ['a default channel with @', slack({ default_channel: '@security' }), /Write "#security"/],
  [
    'a channel for patterns without #',
    slack({ channels: { ops: ['.*'] } }),
    /slack\.channels\.ops: found "ops".*Write "#ops"/,
  ],
  [
    'a pattern that is none',
    slack({ channels: { '#ops': ['('] } }),
    /a regular expression that JavaScript understands/,
  ],
  [
    'a project in small letters',
    { owners: { jira_project: 'sec' } },
    /jira_project: found "sec".*Jira project key/,
  ],
  [
    'a parent that is no ticket',
    { owners: { jira_parent_ticket: 'SEC' } },
    /jira_parent_ticket: found "SEC".*"AWSSEC-1234"/,
  ],
  ['an owner as a number', owner(5), /slack_owner: found 5; expected a Slack channel/],
  [
    'nobody to tell',
    {
      config: { ...least, cloudtrails: { reporting: true }, slack: { enabled: true, default_channel: '#x' } },
    },
    /slack_owner: found nothing, also not for/,
  ],
  [
    'no project',
    {
      config: {
        ...least,
        cloudtrails: { reporting: true },
        jira: { enabled: true, server: 'https://example.atlassian.net' },
      },
    },
    /jira_project: found nothing/,
  ],
];

const secrets: readonly Case[] = [
  ...['ssm:trailwarden/slack-token', 'ssm:a/b/c'].map((value): Case => [
    `a path without its slash: ${value}`,
    secret(value),
    /secrets\.slack_token: found .*with the slash before it/,
  ]),
  ['a name without its store', secret('/trailwarden/slack-token'), /"ssm:\/path\/name"/],
  ['another store', secret('vault:/x'), /"ssm:\/path\/name"/],
  [
    'a token in its place',
    secret('xoxb-123-456'),
    /something that looks like a secret \(not shown\).*revoke it/,
  ],
  ['a token of Jira', other({ secrets: { jira_token: 'ATATT3xFf' } }), /something that looks like a secret/],
  ['an empty name', secret(''), /secrets\.slack_token: found ""/],
];

const files: readonly Case[] = [
  ['an empty file', { config: '' }, /^config\.json: found an empty file.*Write \{\} to begin with/],
  ['a file of spaces', { whitelist: ' \n ' }, /^whitelist\.json: found an empty file/],
  ['YAML with a header', { owners: '---\nslack_owner: "#x"\n' }, /^ticket_owners\.json: found YAML.*yq/],
  ['YAML', { config: 'aws:\n  region: eu-west-1\n' }, /^config\.json: found YAML/],
  [
    'UTF-16',
    { config: Buffer.from('{"aws": {}}', 'utf16le').toString('utf8') },
    /^config\.json: found UTF-16.*Save it in UTF-8/,
  ],
  [
    'UTF-16 with a mark',
    { whitelist: Buffer.from('\ufeff{}', 'utf16le').toString('utf8') },
    /^whitelist\.json: found UTF-16/,
  ],
  [
    'a missing comma between keys',
    { whitelist: '{\n  "a": 1\n  "b": 2\n}' },
    /^whitelist\.json: found no comma in line 2, column 9.*Add a comma there/,
  ],
  [
    'a missing comma in a list',
    { whitelist: '{"cloudtrails": {"210987654321": ["eu-west-1" "us-east-1"]}}' },
    /found no comma in line 1, column 46/,
  ],
  [
    'a missing comma before a comment',
    { whitelist: '{\n  "a": 1 // why\n  "b": 2\n}' },
    /found no comma in line 2, column 9/,
  ],
  ['a missing bracket', { whitelist: '{"cloudtrails": {' }, /close brace expected in line 1, column 18/],
  ['single quotes', { whitelist: "{'cloudtrails': {}}" }, /in line 1, column 2/],
  [
    'a key twice',
    { whitelist: '{"cloudtrails": {}, "cloudtrails": {}}' },
    /cloudtrails: found the key "cloudtrails" for the second time/,
  ],
  [
    'an account twice',
    {
      config: `{"aws": ${JSON.stringify(least.aws).replace('"210987654321":', '"123456789012": "x", "210987654321":')}}`,
    },
    /the key "123456789012" for the second time/,
  ],
  [
    'a list as a document',
    { whitelist: '[]' },
    /^whitelist\.json: found \[\]; expected an object, in braces/,
  ],
  ['text as a document', { owners: '"x"' }, /^ticket_owners\.json: found "x"/],
  ['a forbidden key', { whitelist: '{"__proto__": {}}' }, /the key "__proto__"/],
  ['brackets without end', { whitelist: '['.repeat(5000) }, /brackets nested too deep/],
];

const accounts: readonly Case[] = [
  [
    'an account id as a number',
    {
      config: JSON.stringify(least).replace(
        '"main_account_id":"123456789012"',
        '"main_account_id":123456789012',
      ),
    },
    /main_account_id: found 123456789012.*Put it in quotes/,
  ],
  [
    'an account id of eleven digits',
    aws({ main_account_id: '12345678901' }),
    /main_account_id: found "12345678901".*twelve digits/,
  ],
  ['an account under its name', aws({ accounts: { production: '210987654321' } }), /the key "production"/],
  ['no account', aws({ accounts: {} }), /at least one account to watch/],
  [
    'every account ignored',
    other({ cloudtrails: { ignore_accounts: ['123456789012', '210987654321'] } }),
    /no account that is not ignored/,
  ],
  [
    'the ARN of a role',
    aws({ role_name_identification: 'arn:aws:iam::123456789012:role/x' }),
    /the name of an IAM role \(not its ARN\)/,
  ],
  [
    'a watched account without a name',
    other({ cloudtrails: { accounts: ['999999999999'] } }),
    /warning: This account is not in aws\.accounts: it is watched, but has no name/,
  ],
  [
    'a mistyped key',
    other({ cloudtrials: {} }),
    /cloudtrials: found an unknown key.*Did you mean "cloudtrails"/,
  ],
  [
    'a mistyped switch',
    other({ cloudtrails: { enabled: 'yes' } }),
    /cloudtrails\.enabled: found "yes"; expected true or false/,
  ],
  ['a table with a slash', other({ cloudtrails: { 'ddb.table_name': 'a/b' } }), /a DynamoDB table name/],
  [
    'an organization id of another form',
    other({ organization: { id: 'org-1' } }),
    /organization\.id: found "org-1"/,
  ],
  [
    'organization mode without the id',
    other({ organization: { mode: 'organization' } }),
    /organization\.id: found nothing/,
  ],
  ['a mode that there is none', other({ organization: { mode: 'org' } }), /"configured" or "organization"/],
  [
    'a subscriber without mailto:',
    other({ alarms: { subscribers: ['security@example.com'] } }),
    /alarms\.subscribers\[0\].*"mailto:someone@example\.com"/,
  ],
  ['a stage with a dot', other({ stages: ['prod.eu'] }), /stages\[0\].*letters, digits and - only/],
  ['no stage', other({ stages: [] }), /at least one stage/],
  [
    'a Jira that is not Cloud',
    other({ jira: { enabled: true, server: 'https://jira.example.com' }, cloudtrails: {} }),
    /jira\.server: found .*Jira Server and Data Center are not supported/,
  ],
  [
    'a Jira without https',
    other({ jira: { server: 'example.atlassian.net' } }),
    /jira\.server: found .*begins with https:\/\//,
  ],
  ['a label with a space', other({ jira: { labels: ['cloud trail'] } }), /jira\.labels\[0\].*no spaces/],
  [
    'a retention in words',
    other({ cloudtrails: { minimum_retention_days: '90' } }),
    /minimum_retention_days.*without quotes/,
  ],
  [
    'an operator with a wildcard',
    other({ operators: { roles: ['arn:aws:iam::123456789012:role/*'] } }),
    /operators\.roles\[0\].*without wildcards/,
  ],
  ['an operator by name', other({ operators: { roles: ['Admin'] } }), /operators\.roles\[0\]: found "Admin"/],
];

const all = [
  ...schedules,
  ...regions,
  ...whitelist,
  ...destinations,
  ...people,
  ...secrets,
  ...files,
  ...accounts,
];

describe('config check names in one line, at its place and with its remedy', () => {
  test.each(all)('%s', (_, documents, line) => {
    expect(linesOf(documents).filter((one) => line.test(one))).toHaveLength(1);
  });

  test('at least 120 faults', () => {
    expect(all.length).toBeGreaterThanOrEqual(120);
  });

  test('and none of them in a configuration that is sound', () => {
    const sound = linesOf({ config: { ...least, alarms: { subscribers: ['mailto:a@example.com'] } } });
    expect(sound.filter((line) => line.includes('found '))).toEqual([]);
  });
});

describe('what AWS takes is taken', () => {
  test.each([
    'rate(1 day)',
    'rate(12 hours)',
    'rate(1440 minutes)',
    'cron(0 5 * * ? *)',
    'cron(0/15 * * * ? *)',
    'cron(0 5,17 * * ? *)',
    'cron(30 4-6 ? * * *)',
  ])('a sweep at %s', (value) => {
    expect(linesOf(schedule('sweep', value)).filter((line) => line.includes('schedules'))).toEqual([]);
  });

  test.each(['#cloud', 'C012AB3CD45', 'U012AB3CD45', 'anna', 'Anna Example', 'anna@example.com', ''])(
    'an owner called "%s"',
    (value) => {
      expect(linesOf(owner(value)).filter((line) => line.includes('slack_owner'))).toEqual([]);
    },
  );

  test.each([
    'ssm:/trailwarden/slack',
    'ssm:slack',
    'ssm:arn:aws:ssm:eu-west-1:123456789012:parameter/x',
    'secretsmanager:trailwarden/slack',
  ])('a secret called %s', (value) => {
    expect(linesOf(secret(value)).filter((line) => line.includes('secrets'))).toEqual([]);
  });
});
