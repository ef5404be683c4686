import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteRuleCommand, DisableRuleCommand, RemoveTargetsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sharedNames } from '#adapters/cloudformation/names.ts';
import type { Trouble } from '#cli/doctor/trouble.ts';
import { ownDirectory } from '#simulators/at-end.ts';
import type { Template } from '#simulators/aws-cloud/template.ts';
import { eventBridgeOf } from './forwarding-rules.ts';
import { awsCliIn, operate, withOperatorRole } from './operator.ts';
import { beatOf } from './prove-alert.ts';
import { explainFailure, startStage, type Stage } from './stage.ts';
import { home, separateAccounts } from './worlds.ts';

const accounts = { shop: '830000000001', bank: '830000000002' };
const { shop, bank } = accounts;
const world = separateAccounts(accounts);
const { path: folder, remove } = ownDirectory('doctor-');
const hours = 3_600_000;
/** Without someone who hears of alarms doctor has a note. */
const alarms = { alarms: { subscribers: ['mailto:security@example.com'] } };

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({
    world,
    documents: { config: alarms, owners: { jira_owner: 'anna' } },
    jiraUsers: [
      { accountId: '5b10a2844c20165700ede21f', displayName: 'anna', emailAddress: 'anna@example.com' },
    ],
    cloud: { templateEdit: withOperatorRole },
  });
});
beforeEach(() => explainFailure(stage));
afterEach(() => {
  const { slack, jira, organization } = stage;
  slack.hook = () => 'serve';
  jira.hook = () => 'serve';
  Object.assign(slack.channel('cloudtrail'), { isArchived: false, isMember: true });
  organization.faults.cutEvents(false);
});
afterAll(async () => {
  await stage.stop();
  remove();
});

type Documents = Readonly<Record<string, (document: Record<string, unknown>) => unknown>>;

/** A copy of the stage's documents, each changed as `changes` say. */
function documents(on: Stage, changes: Documents): string {
  const directory = join(folder, `documents-${performance.now()}`);
  cpSync(on.configuration, directory, { recursive: true });
  for (const [name, change] of Object.entries(changes)) {
    const file = join(directory, name);
    const document = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    change(document);
    writeFileSync(file, JSON.stringify(document));
  }
  return directory;
}

interface Examined {
  readonly documents?: Documents;
  readonly env?: Readonly<Record<string, string>>;
  readonly later?: number;
}

/** What doctor says, a line each: level, what, remedy. */
async function lines(on: Stage, how: Examined = {}): Promise<readonly string[]> {
  const env = { PATH: `${awsCliIn(folder)}:${process.env['PATH'] ?? ''}`, ...how.env };
  const directory = how.documents && documents(on, how.documents);
  const { stdout, stderr, status } = await operate(on, ['doctor', '--json'], env, {
    directory,
    later: how.later,
  });
  expect(stderr).toBe('');
  const troubles = JSON.parse(stdout) as readonly Trouble[];
  expect(status).toBe(troubles.some(({ level }) => level !== 'note') ? 1 : 0);
  return troubles.map(({ level, what, remedy }) => `${level}: ${what}. ${remedy}`);
}

const section =
  (name: string, values: object) =>
  (document: Record<string, unknown>): unknown =>
    Object.assign(document, { [name]: { ...(document[name] as object), ...values } });

describe('doctor, on a stage that was just deployed', () => {
  it('says what is still missing', async () => {
    expect(await lines(stage)).toEqual([
      expect.stringMatching(/^broken: No sweep has ever finished\. .*sweep --watch/),
      expect.stringMatching(/^wrong: No heartbeat ever came from 830000000001 and 830000000002/),
      expect.stringMatching(/^note: No daily report was ever written\. .*reconcile/),
      expect.stringMatching(/^note: The baseline is not accepted.*--accept-baseline/),
    ]);
  });

  it('finds nothing once that is done', async () => {
    await stage.sweep();
    await stage.later(60_000);
    await stage.cloud.invoke('sweep', { task: 'accept-baseline' });
    await beatOf(stage, shop, bank);
    await stage.hour();
    await stage.reconcile();
    expect(await lines(stage)).toEqual([]);
    const env = { PATH: `${awsCliIn(folder)}:${process.env['PATH'] ?? ''}` };
    const { stdout } = await operate(stage, ['doctor'], env);
    expect(stdout).toBe('Nothing is wrong with the installation.\n');
  });
});

type Plant = readonly [fault: string, how: Examined, says: RegExp];

/** Faults of the machine, the documents and the secrets: nothing of the stage is touched. */
const besides: readonly Plant[] = [
  ['no AWS CLI', { env: { PATH: '/nonexistent' } }, /^note: The AWS CLI is not installed\. .*version 2/],
  [
    'an AWS CLI of version 1',
    { env: { PATH: awsCliIn(folder, '1.44.0') } },
    /^note: The AWS CLI is version 1\.44\.0/,
  ],
  [
    'detection that is switched off',
    { documents: { 'config.json': section('cloudtrails', { enabled: false }) } },
    /^broken: Detection is switched off/,
  ],
  [
    'a channel that does not exist',
    { documents: { 'ticket_owners.json': (own) => Object.assign(own, { slack_owner: ['#nowhere'] }) } },
    /^wrong: The Slack channel #nowhere does not exist/,
  ],
  [
    'a project that does not exist',
    {
      documents: {
        'ticket_owners.json': (own) => Object.assign(own, { jira_project: 'NOPE', jira_owner: '' }),
      },
    },
    /^wrong: Jira has no project NOPE/,
  ],
  [
    'an assignee that no ticket can have',
    { documents: { 'ticket_owners.json': (own) => Object.assign(own, { jira_owner: 'zoe' }) } },
    /^note: Tickets of Jira's project AWSSEC cannot be assigned to zoe/,
  ],
  [
    'an issue type that the project lacks',
    { documents: { 'config.json': section('jira', { issue_type: 'Epic' }) } },
    /^wrong: The project AWSSEC has no issue type Epic\. .*Task, Bug/,
  ],
  [
    'a secret that is not stored',
    { documents: { 'config.json': section('secrets', { slack_token: 'ssm:/trailwarden/other' }) } },
    /^broken: The secret ssm:\/trailwarden\/other cannot be read/,
  ],
  [
    'an account that nothing is known of',
    {
      documents: {
        'config.json': (document) => {
          const { aws, cloudtrails } = document as Record<string, { accounts: unknown }>;
          Object.assign(aws?.accounts as object, { '830000000009': 'new' });
          (cloudtrails?.accounts as string[]).push('830000000009');
        },
      },
    },
    /^wrong: No heartbeat ever came from 830000000009/,
  ],
];

describe('doctor finds by a line of its own', () => {
  it.each(besides)('%s', async (_, how, says) => {
    expect(await lines(stage, how)).toEqual([expect.stringMatching(says)]);
  });

  it('in Slack: a token that is refused, scopes that are missing, a channel that is archived or without the app', async () => {
    const { slack } = stage;
    const channel = slack.channel('cloudtrail');
    slack.hook = ({ method }) =>
      method === 'auth.test' ? { status: 200, body: { ok: false, error: 'token_revoked' } } : 'serve';
    expect(await lines(stage)).toEqual([
      expect.stringMatching(/^broken: Slack does not accept the token: token_revoked/),
    ]);
    const scopes = 'channels:read,groups:read,users:read';
    slack.hook = ({ method }) =>
      method === 'auth.test'
        ? { status: 200, headers: { 'x-oauth-scopes': scopes }, body: { ok: true } }
        : 'serve';
    expect(await lines(stage)).toEqual([
      expect.stringMatching(/^broken: The Slack token has no scope chat:write/),
      expect.stringMatching(/^wrong: The Slack token has no scope users:read\.email/),
    ]);
    slack.hook = () => 'serve';
    channel.isArchived = true;
    expect(await lines(stage)).toEqual([
      expect.stringMatching(/^wrong: The Slack channel #cloudtrail is archived/),
    ]);
    channel.isArchived = false;
    channel.isMember = false;
    expect(await lines(stage)).toEqual([
      expect.stringMatching(/^wrong: The Slack channel #cloudtrail does not have the app.*\/invite/),
    ]);
    channel.isMember = true;
  });

  it('in Jira: credentials that are refused, a permission that is missing, a workflow without a known end', async () => {
    const { jira } = stage;
    jira.hook = () => ({ status: 401, body: {} });
    expect(await lines(stage)).toEqual([
      expect.stringMatching(/^broken: Jira does not accept the credentials: 401/),
    ]);
    const permissions = { TRANSITION_ISSUES: { havePermission: false } };
    jira.hook = ({ path }) =>
      path.endsWith('/mypermissions') ? { status: 200, body: { permissions } } : 'serve';
    expect(await lines(stage)).toEqual([
      expect.stringMatching(
        /^wrong: The user lacks the permission Transition Issues in Jira's project AWSSEC/,
      ),
    ]);
    const statuses = [{ name: 'Shipped', statusCategory: { key: 'done' } }];
    jira.hook = ({ path }) =>
      path.endsWith('/statuses') ? { status: 200, body: [{ name: 'Task', statuses }] } : 'serve';
    expect(await lines(stage)).toEqual([
      expect.stringMatching(/^wrong: No status of Task in Jira's project AWSSEC.*jira\.done; .*Shipped/),
    ]);
    jira.hook = () => 'serve';
  });

  it('dead letters, and alarms: a queue that is not worked off, a function that does not run', async () => {
    await stage.cloud.sendMessage('SlackDeadLetters', '{"incident":"i-1","why":"is_archived"}');
    expect(await lines(stage)).toEqual([
      expect.stringMatching(
        /^wrong: 1 dead letters lie in trailwarden-dev-SlackDeadLetters\. .*dead-letters list/,
      ),
    ]);
    const { stdout } = await operate(stage, ['dead-letters', 'list', '--json']);
    const [letter] = JSON.parse(stdout) as readonly { readonly id: string }[];
    await operate(stage, ['dead-letters', 'drop', letter?.id ?? '', '--reason', 'planted']);
    const { raise, clear } = stage.cloud.alarms;
    raise(
      'trailwarden-dev-EventsQueueOldAlarm-1A',
      'The oldest message in EventsQueue waits for more than 30 minutes.',
    );
    raise('trailwarden-dev-WatchOpenNotRunAlarm-1A', 'watchOpen was not invoked for half an hour.');
    raise('another-stack-Alarm', 'Not ours.');
    expect(await lines(stage)).toEqual([
      expect.stringMatching(
        /^wrong: The alarm trailwarden-dev-EventsQueueOldAlarm-1A is on since .*30 minutes/,
      ),
      expect.stringMatching(/^wrong: The alarm trailwarden-dev-WatchOpenNotRunAlarm-1A is on/),
    ]);
    clear('trailwarden-dev-EventsQueueOldAlarm-1A');
    clear('trailwarden-dev-WatchOpenNotRunAlarm-1A');
  });

  it('what it cost this month, when that is asked', async () => {
    const { measure } = stage.cloud.alarms;
    measure('Duration', 'hammer-describe-cloudtrails-dev', 100_000_000);
    measure('NumberOfMessagesSent', stage.cloud.nameOf('EventsQueue'), 1_000_000);
    measure('ConsumedWriteCapacityUnits', stage.cloud.nameOf('StateTable'), 1_000_000);
    const { stdout } = await operate(stage, ['doctor', '--costs', '--json'], {
      PATH: `${awsCliIn(folder)}:${process.env['PATH'] ?? ''}`,
    });
    const [line, ...others] = JSON.parse(stdout) as readonly Trouble[];
    expect(others).toEqual([]);
    expect(line?.what).toMatch(/about \d\.\d\d dollars \(functions \d\.\d\d, queues 0\.60, tables 0\.70\)/);
  });

  it('what has not happened for too long: sweep, report, heartbeats, looks at the parts', async () => {
    expect(await lines(stage, { later: 30 * hours })).toEqual([
      expect.stringMatching(
        /^wrong: The parts in 830000000001 and 830000000002 were not looked at for three hours/,
      ),
      expect.stringMatching(
        /^wrong: The last heartbeat of account 830000000001 in eu-west-1 and us-east-1 is 1 day/,
      ),
      expect.stringMatching(
        /^wrong: The last heartbeat of account 830000000002 in eu-west-1 and us-east-1 is 1 day/,
      ),
      expect.stringMatching(/^wrong: The last sweep finished 1 day/),
      expect.stringMatching(/^note: The last daily report is 1 day/),
    ]);
  });

  it('in accounts: a role that cannot be assumed, a policy that forbids, rules that are disabled or deleted', async () => {
    const { faults } = stage.organization;
    faults.unreadable(bank, 'no-role');
    await stage.sweep();
    await stage.later(180_000);
    expect(await lines(stage)).toContainEqual(
      expect.stringMatching(
        /^wrong: Account 830000000002 refuses sts:AssumeRole \(AccessDenied\)\. .*member-template roles/,
      ),
    );
    faults.unreadable(bank);
    faults.denyRegion(bank, 'us-east-1', 'scp');
    await stage.sweep();
    await stage.later(180_000);
    expect(await lines(stage)).toContainEqual(
      expect.stringMatching(/^wrong: Account 830000000002 refuses cloudtrail:DescribeTrails/),
    );
    faults.denyRegion(bank, 'us-east-1');
    await stage.sweep();
    await stage.later(180_000);
    expect(await lines(stage)).toEqual([]);
    const { rule } = sharedNames('-dev');
    faults.cutEvents(true);
    await eventBridgeOf(stage, shop, home).send(new DisableRuleCommand({ Name: rule('cloudtrail') }));
    const ofBank = eventBridgeOf(stage, bank, home);
    await ofBank.send(new RemoveTargetsCommand({ Rule: rule('s3'), Ids: ['central-bus'] }));
    await ofBank.send(new DeleteRuleCommand({ Name: rule('s3') }));
    faults.cutEvents(false);
    await stage.hour();
    const found = await lines(stage);
    expect(found).toContainEqual(
      expect.stringMatching(
        /^broken: Account 830000000001, eu-west-1: the forwarding is disabled \(trailwarden-cloudtrail-dev\)/,
      ),
    );
    expect(found).toContainEqual(
      expect.stringMatching(
        /^broken: Account 830000000002, eu-west-1: the forwarding is missing \(trailwarden-s3-dev\)/,
      ),
    );
  });

  it('nothing without credentials, or where nothing is deployed: one line, and exit code 3', async () => {
    const unknown = await operate(stage, ['doctor'], { AWS_ACCESS_KEY_ID: 'AKIAUNKNOWN' });
    expect(unknown).toMatchObject({ status: 3, stdout: '' });
    expect(unknown.stderr).toMatch(/^AWS does not permit it .*\n$/);
  });
});

/** The template with one resource changed; throws when the pattern finds another number of them. */
function changed(template: Template, id: RegExp, properties: object): void {
  const found = Object.entries(template.Resources).filter(([name]) => id.test(name));
  expect(found.map(([name]) => name)).toHaveLength(1);
  for (const [, resource] of found) resource.Properties = { ...resource.Properties, ...properties };
}

function broken(template: Template): Template {
  const { Resources } = template;
  const take = (id: string) => {
    expect(Resources[id]).toBeDefined();
    Reflect.deleteProperty(Resources, id);
  };
  changed(template, /^EvaluateLambdaFunction$/, { Description: 'Reads (Trailwarden 0.0.9)' });
  changed(template, /^ReportToSlackEventSourceMappingDynamodb/, { Enabled: false });
  changed(template, /^ReportToJiraEventSourceMappingSQS/, { Enabled: false });
  const rules = Object.entries(Resources).filter(([, { Type }]) => Type === 'AWS::Events::Rule');
  const [beats] = rules.filter(([, { Properties }]) =>
    JSON.stringify(Properties).includes('trailwarden.heartbeat'),
  );
  changed(template, new RegExp(`^${beats?.[0] ?? ''}$`), { State: 'DISABLED' });
  take('EventsQueuePolicy');
  return withOperatorRole(template);
}

describe('doctor, on a stage that was deployed wrongly', () => {
  it('names each part of the centre that is missing or off', async () => {
    const wrong = await startStage({ world, documents: { config: alarms }, cloud: { templateEdit: broken } });
    explainFailure(wrong);
    try {
      const found = (await lines(wrong)).filter(
        (line) => !/No sweep|heartbeat ever|daily report|baseline/.test(line),
      );
      expect(found).toEqual([
        expect.stringMatching(
          /^broken: The rule \S+ on the bus trailwarden-dev is disabled: heartbeats do not arrive/,
        ),
        expect.stringMatching(/^broken: The events queue's policy does not let the bus's rules send to it/),
        expect.stringMatching(/^broken: Its queue does not wake the function trailwarden-report-to-jira-dev/),
        expect.stringMatching(
          /^broken: The issue table's stream does not wake the function trailwarden-report-to-slack-dev/,
        ),
        expect.stringMatching(/^note: What is deployed is version 0\.0\.9, and this tool is \d/),
      ]);
    } finally {
      await wrong.stop();
    }
  });
});
