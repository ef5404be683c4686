import { describe, expect, test } from 'vitest';
import type { DoctorFacts, JiraProject } from '#cli/doctor/facts.ts';
import { diagnose } from '#cli/doctor/diagnose.ts';
import { sweepResult } from '#domain/sweeps/sweep.ts';
import { instant } from '#domain/values/instant.ts';
import { account, least, usable } from '#test/given/configurations.ts';
import { region } from '#test/given/shop.ts';

const now = instant(Date.UTC(2026, 10, 21, 12));
const hoursAgo = (hours: number) => instant(now - hours * 3_600_000);
const [security, production] = [account('123456789012'), account('210987654321')];
const home = region('eu-west-1');

const config = usable(
  {
    ...least,
    cloudtrails: { reporting: true },
    slack: { enabled: true, default_channel: '#security' },
    jira: { enabled: true, server: 'https://example.atlassian.net' },
  },
  {},
  { slack_owner: '#cloud', jira_project: 'SEC', jira_owner: 'anna' },
);

const outcome = (id: typeof security) => ({
  account: id,
  at: hoursAgo(2),
  kind: 'done' as const,
  regions: [home],
  regionsNamed: true,
  trails: 1,
  ownsOrganizationTrail: false,
  refusals: [],
});
const sweep = {
  id: 's',
  startedAt: hoursAgo(3),
  deadline: hoursAgo(1),
  accounts: [security, production],
  baseline: false,
};
const channel = (state: 'there' | 'unknown' | 'archived' | 'outside') =>
  new Map([['#cloud', state]] as const);
const scopes = ['chat:write', 'users:read', 'users:read.email', 'channels:read'];
const project: JiraProject = { isThere: true, issueTypes: ['Task', 'Bug'], missing: [], ends: ['Done'] };

const sound: DoctorFacts = {
  now,
  config,
  configWarnings: [],
  stage: 'prod',
  node: 'v24.21.0',
  awsCli: '2.31.0',
  caller: { kind: 'answer', value: security },
  versions: { deployed: '0.1.0', own: '0.1.0' },
  alarms: { kind: 'answer', value: [] },
  costs: undefined,
  functions: new Map([['hammer-describe-cloudtrails', true]]),
  centre: { kind: 'answer', value: [] },
  queues: {
    kind: 'answer',
    value: [
      { name: 'Events queue', waiting: 3, isDeadLetters: false },
      { name: 'EventsDeadLetters', waiting: 0, isDeadLetters: true },
    ],
  },
  accounts: new Map([
    [security, 'security'],
    [production, 'production'],
  ]),
  sweep: sweepResult(sweep, [outcome(security), outcome(production)], now),
  lastFinishedSweep: hoursAgo(3),
  lastReport: hoursAgo(5),
  baselineAccepted: true,
  heartbeats: [
    { account: security, region: home, at: hoursAgo(1) },
    { account: production, region: home, at: hoursAgo(2) },
  ],
  checks: [{ account: production, at: hoursAgo(1), gaps: [], whole: [] }],
  secrets: new Map([['ssm:/trailwarden/slack-token', undefined]]),
  slack: { kind: 'answer', value: { scopes, channels: channel('there') } },
  jira: {
    kind: 'answer',
    value: { projects: new Map([['SEC', project]]), assignees: new Map([['SEC anna', true]]) },
  },
};

const failed = (why: string) => ({ kind: 'failed', why }) as const;
const refusal = (operation: string) => ({ operation, code: 'AccessDenied', message: 'no', regions: [home] });
const sweptWith = (changes: object) =>
  sweepResult(sweep, [outcome(security), { ...outcome(production), ...changes }], now);
const gap = (kind: 'missing' | 'disabled' | 'dead-letters' | 'outdated', what?: string) => [
  {
    account: production,
    at: hoursAgo(1),
    gaps: [{ region: home, kind, what, since: hoursAgo(4) }],
    whole: [],
  },
];
const jiraWith = (changes: Partial<typeof project>) =>
  ({
    kind: 'answer',
    value: { projects: new Map([['SEC', { ...project, ...changes }]]), assignees: new Map() },
  }) as const;

/** Each fault that is planted, and its line: level, what, remedy. */
const planted: readonly (readonly [title: string, plant: Partial<DoctorFacts>, line: RegExp])[] = [
  ['expired credentials', { caller: failed('ExpiredToken') }, /^broken: AWS does not accept.*Sign in again/],
  [
    'credentials of another account',
    { caller: { kind: 'answer', value: production } },
    /^broken: The credentials are of account 210987654321.*central account/,
  ],
  [
    'detection off',
    { config: usable({ ...least, cloudtrails: { enabled: false } }) },
    /^broken: Detection is switched off/,
  ],
  [
    'a warning of the configuration',
    { configWarnings: ['Reporting is off'] },
    /^note: Reporting is off.*config check/,
  ],
  [
    'a function that is gone',
    { functions: new Map([['trailwarden-report-to-slack', false]]) },
    /^broken: The function trailwarden-report-to-slack is not there.*serverless deploy/,
  ],
  [
    'a rule that is disabled',
    {
      centre: {
        kind: 'answer',
        value: [{ what: 'The rule x on the bus is disabled', remedy: 'aws events enable-rule --name x' }],
      },
    },
    /^broken: The rule x.*enable-rule/,
  ],
  [
    'a centre that refuses',
    { centre: failed('AccessDenied') },
    /^wrong: Rules and queues of the centre could not be read/,
  ],
  ['queues that refuse', { queues: failed('AccessDenied') }, /^wrong: The queues could not be read/],
  [
    'dead letters',
    { queues: { kind: 'answer', value: [{ name: 'SlackDeadLetters', waiting: 2, isDeadLetters: true }] } },
    /^wrong: 2 dead letters lie in SlackDeadLetters.*dead-letters list/,
  ],
  [
    'a queue that is not worked off',
    { queues: { kind: 'answer', value: [{ name: 'Events queue', waiting: 5000, isDeadLetters: false }] } },
    /^note: 5000 messages wait in Events queue/,
  ],
  [
    'no sweep ever',
    { lastFinishedSweep: undefined, sweep: undefined },
    /^broken: No sweep has ever finished.*sweep --watch/,
  ],
  [
    'a sweep that is late',
    { lastFinishedSweep: hoursAgo(30) },
    /^wrong: The last sweep finished 1 day 6 h ago/,
  ],
  [
    'an account that failed',
    { sweep: sweptWith({ kind: 'failed', why: 'Throttling' }) },
    /^wrong: The sweep could not look at account 210987654321: Throttling/,
  ],
  [
    'a role that cannot be assumed',
    { sweep: sweptWith({ refusals: [refusal('sts:AssumeRole')] }) },
    /^wrong: Account 210987654321 refuses sts:AssumeRole.*member-template roles/,
  ],
  [
    'a permission that is missing',
    { sweep: sweptWith({ refusals: [refusal('kms:GetKeyPolicy')] }) },
    /^wrong: Account 210987654321 refuses kms:GetKeyPolicy.*Allow kms:GetKeyPolicy/,
  ],
  [
    'a list of accounts that is refused',
    {
      sweep: sweepResult(
        {
          ...sweep,
          listRefused: { operation: 'organizations:ListAccounts', code: 'AccessDenied', message: '' },
        },
        [outcome(security), outcome(production)],
        now,
      ),
    },
    /^wrong: The organization's accounts could not be listed.*delegated administrator/,
  ],
  ['no report', { lastReport: undefined }, /^note: No daily report was ever written/],
  ['a report that is old', { lastReport: hoursAgo(50) }, /^note: The last daily report is 2 days 2 h old/],
  [
    'a baseline that nobody accepted',
    { baselineAccepted: false },
    /^note: The baseline is not accepted.*--accept-baseline/,
  ],
  [
    'an account that never beat',
    { heartbeats: sound.heartbeats.slice(0, 1) },
    /^wrong: No heartbeat ever came from 210987654321/,
  ],
  [
    'a Region with our rules that never beat, in an account that does',
    {
      checks: [
        {
          account: production,
          at: hoursAgo(1),
          gaps: [],
          whole: [home, region('us-east-1')].map((one) => ({ region: one, template: 'a' })),
        },
      ],
    },
    /^wrong: No heartbeat ever came from 210987654321 in us-east-1:/,
  ],
  [
    'an account that fell silent',
    { heartbeats: [sound.heartbeats[0]!, { account: production, region: home, at: hoursAgo(40) }] },
    /^wrong: The last heartbeat of account 210987654321 in eu-west-1 is 1 day 16 h old/,
  ],
  [
    'a rule that was taken away',
    { checks: gap('missing', 'trailwarden-cloudtrail') },
    /^broken: Account 210987654321, eu-west-1: the forwarding is missing \(trailwarden-cloudtrail\) for 4 h/,
  ],
  [
    'a rule that was disabled',
    { checks: gap('disabled', 'trailwarden-s3') },
    /^broken: .*the forwarding is disabled \(trailwarden-s3\)/,
  ],
  ['rules of an earlier version', { checks: gap('outdated') }, /^note: .*the forwarding is outdated/],
  [
    'parts that were not looked at',
    { checks: [{ account: production, at: hoursAgo(9), gaps: [], whole: [] }] },
    /^wrong: The parts in 210987654321 were not looked at/,
  ],
  [
    'a secret that is missing',
    { secrets: new Map([['ssm:/trailwarden/jira-token', 'ParameterNotFound']]) },
    /^broken: The secret ssm:\/trailwarden\/jira-token cannot be read: ParameterNotFound/,
  ],
  [
    'a token that Slack refuses',
    { slack: failed('invalid_auth') },
    /^broken: Slack does not accept the token: invalid_auth/,
  ],
  [
    'no scope to write',
    { slack: { kind: 'answer', value: { scopes: scopes.slice(1), channels: channel('there') } } },
    /^broken: The Slack token has no scope chat:write/,
  ],
  [
    'no scope to read people',
    {
      slack: {
        kind: 'answer',
        value: { scopes: scopes.filter((one) => one !== 'users:read.email'), channels: channel('there') },
      },
    },
    /^wrong: .*no scope users:read\.email/,
  ],
  [
    'a channel that does not exist',
    { slack: { kind: 'answer', value: { scopes, channels: channel('unknown') } } },
    /^wrong: The Slack channel #cloud does not exist/,
  ],
  [
    'a channel that is archived',
    { slack: { kind: 'answer', value: { scopes, channels: channel('archived') } } },
    /^wrong: The Slack channel #cloud is archived/,
  ],
  [
    'a channel without the app',
    { slack: { kind: 'answer', value: { scopes, channels: channel('outside') } } },
    /^wrong: The Slack channel #cloud does not have the app.*\/invite/,
  ],
  [
    'credentials that Jira refuses',
    { jira: failed('401 Unauthorized') },
    /^broken: Jira does not accept the credentials: 401/,
  ],
  [
    'a project that does not exist',
    { jira: jiraWith({ isThere: false }) },
    /^wrong: Jira has no project SEC/,
  ],
  [
    'a project without the issue type',
    { jira: jiraWith({ issueTypes: ['Story'] }) },
    /^wrong: The project SEC has no issue type Task.*Story/,
  ],
  [
    'a project in which nothing may be created',
    { jira: jiraWith({ missing: ['Create Issues'] }) },
    /^wrong: The user lacks the permission Create Issues in Jira's project SEC/,
  ],
  [
    'a workflow whose end is not known',
    { jira: jiraWith({ ends: ['Shipped'] }) },
    /^wrong: No status of Task in Jira's project SEC is known to mean.*jira\.done; Jira counts as done: Shipped/,
  ],
  [
    'an alarm that is on',
    {
      alarms: {
        kind: 'answer',
        value: [
          {
            name: 'trailwarden-prod-EventsQueueOldAlarm-1',
            description: 'The oldest message in EventsQueue waits for more than 30 minutes.',
            since: hoursAgo(1),
          },
        ],
      },
    },
    /^wrong: The alarm trailwarden-prod-EventsQueueOldAlarm-1 is on since 2026-11-21.*30 minutes.*The alarms/,
  ],
  ['costs that may not be read', { costs: failed('AccessDenied') }, /^note: The costs could not be read/],
  ['alarms that refuse', { alarms: failed('AccessDenied') }, /^note: The alarms could not be read/],
  [
    'another version that is deployed',
    { versions: { deployed: '0.0.9', own: '0.1.0' } },
    /^note: What is deployed is version 0\.0\.9, and this tool is 0\.1\.0.*serverless deploy/,
  ],
  [
    'an assignee that Jira does not know',
    {
      jira: {
        kind: 'answer',
        value: { projects: new Map([['SEC', project]]), assignees: new Map([['SEC ana', false]]) },
      },
    },
    /^note: Tickets of Jira's project SEC cannot be assigned to ana/,
  ],
  ['an old Node', { node: 'v20.20.2' }, /^wrong: Node is v20\.20\.2/],
  ['no AWS CLI', { awsCli: undefined }, /^note: The AWS CLI is not installed/],
  ['an AWS CLI of version 1', { awsCli: '1.44.0' }, /^note: The AWS CLI is version 1\.44\.0/],
];

describe('trailwarden doctor', () => {
  test('finds nothing in a sound installation', () => {
    expect(diagnose(sound)).toEqual([]);
  });

  test('knows an end that is configured, in whatever case, as the reporter does', () => {
    const named = { ...config, jira: { ...config.jira, done: ['shipped '] } };
    expect(diagnose({ ...sound, config: named, jira: jiraWith({ ends: ['Shipped'] }) })).toEqual([]);
  });

  test.each(planted)('finds %s, by a line of its own', (_, plant, line) => {
    const found = diagnose({ ...sound, ...plant }).map(
      ({ level, what, remedy }) => `${level}: ${what}. ${remedy}`,
    );
    expect(found).toEqual([expect.stringMatching(line)]);
  });

  test('at least 25 faults are planted', () => {
    expect(planted.length).toBeGreaterThanOrEqual(25);
  });

  test('says the worst first', () => {
    const levels = diagnose({
      ...sound,
      awsCli: undefined,
      lastFinishedSweep: hoursAgo(30),
      slack: failed('x'),
    });
    expect(levels.map(({ level }) => level)).toEqual(['broken', 'wrong', 'note']);
  });
});
