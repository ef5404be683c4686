import { StartLoggingCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { PutBucketLifecycleConfigurationCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readStatements } from '#adapters/cloudformation/member-roles.ts';
import { decide } from '#local/cloud/iam.ts';
import { matchesPattern } from '#local/cloud/iam-conditions.ts';
import type { Demand } from '#local/cloud/operations.ts';
import type { Part } from '#local/cloud/stack.ts';
import { actionOf } from '#local/organization/s3-access.ts';
import type { World } from '#local/organization/world.ts';
import { notRehearsed } from './not-rehearsed.ts';
import { explainFailure, startStage, type Stage } from './stage.ts';
import { separateAccounts } from './worlds.ts';

const management = '700000000001';
const production = '700000000002';
const lost = '700000000003';
const before = '700000000004';

type Role = Part<'AWS::IAM::Role'>;
interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

/** What Lambda itself does through a function's role (Lambda Developer Guide, execution role). */
const lambdaItself = [
  /^logs:(CreateLogStream|PutLogEvents) /,
  /^sqs:(ReceiveMessage|DeleteMessage|GetQueueAttributes) \S+-(Events|Sweep|FanOut|Inspect|Slack|Jira|Heartbeats)Queue$/,
  /^dynamodb:(DescribeStream|GetRecords|GetShardIterator) \S+\/stream\//,
  /^dynamodb:ListStreams \*$/,
  /^sqs:SendMessage \S+-ScheduledDeadLetters$/,
];

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({ world: world(), documents: { owners: owners() } });
  await journeys(stage);
}, 120_000);
beforeEach(() => explainFailure(stage));
afterAll(() => stage.stop());

function world(): World {
  const separate = separateAccounts({ management, production, lost, before });
  const shared = { name: 'organization', accountId: management, homeRegion: 'eu-west-1', organization: true };
  return {
    ...separate,
    // What cannot be told to one account must not keep the incident of the organization's trail from being closed.
    accounts: separate.accounts.map((account) => ({ ...account, member: account.id !== lost })),
    organization: { id: 'o-exampleorg', managementAccountId: management },
    trails: [
      ...(separate.trails ?? [])
        .filter(({ accountId }) => accountId !== management)
        .map((trail) => ({
          ...trail,
          logging: trail.accountId !== before,
          kmsKeyId: `arn:aws:kms:eu-west-1:${trail.accountId}:key/k-1`,
          selectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }],
        })),
      { ...shared, multiRegion: true, bucket: 'logs-of-management' },
    ],
  };
}

/** The owners of one account are nowhere: what is for them ends in the dead-letter queues. */
function owners() {
  return { account: { [lost]: { slack_owner: ['#nowhere'], jira_project: 'NOWHERE' } } };
}

async function journeys({ cloud, ...on }: Stage): Promise<void> {
  await on.sweep();
  await cloud.invoke('sweep', { task: 'accept-baseline' });
  await on.s3(production).send(
    new PutBucketLifecycleConfigurationCommand({
      Bucket: 'logs-of-production',
      LifecycleConfiguration: {
        Rules: [{ Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 400 } }],
      },
    }),
  );
  for (const account of [production, lost])
    await on.cloudTrail(account).send(new StopLoggingCommand({ Name: 'main' }));
  await on.cloudTrail(management).send(new StopLoggingCommand({ Name: 'organization' }));
  await on.later(60_000);
  const attempt = new StopLoggingCommand({ Name: 'nothing' });
  await on
    .cloudTrail(production)
    .send(attempt)
    .catch(() => undefined);
  await on.cloudTrail(production).send(new StartLoggingCommand({ Name: 'main' }));
  await on.cloudTrail(management).send(new StartLoggingCommand({ Name: 'organization' }));
  await on.watch(8);
  // A trail can only be stopped from its home Region: ten calls that AWS refuses.
  const elsewhere = on.cloudTrail(production, 'us-east-1');
  for (let time = 0; time < 10; time += 1)
    await elsewhere.send(new StopLoggingCommand({ Name: 'main' })).catch(() => undefined);
  const beat = { source: 'trailwarden.heartbeat', 'detail-type': 'Trailwarden Heartbeat', detail: {} };
  const from = { account: production, region: 'us-east-1' };
  const time = new Date(cloud.clock.now()).toISOString();
  cloud.deliver({ version: '0', id: 'beat', time, resources: [], ...beat, ...from }, from);
  await on.sweep();
  await on.reconcile();
  await on.later(120_000);
  await on.reconcile();
}

const demandsOf = (role: Role): readonly Demand[] =>
  stage.cloud.calls
    .filter(({ principalArn }) => principalArn.includes(`:assumed-role/${role.name}/`))
    .flatMap(({ demands = [] }) => demands);

const statementsOf = ({ Policies }: Role): readonly Statement[] =>
  Policies.flatMap(({ PolicyDocument }) => PolicyDocument['Statement'] as Statement[]);

const permissionsIn = ({ Action, Resource }: Statement) =>
  [Action].flat().flatMap((action) => [Resource].flat().map((resource) => ({ action, resource })));

const printed = ({ action, resource }: { action: string; resource: string }) => `${action} ${resource}`;
const isLambdas = (permission: string) => lambdaItself.some((known) => known.test(permission));

describe('the roles of the functions', () => {
  it('are enough: no call of any journey was refused', () => {
    const refused = stage.cloud.calls.filter(({ refused: why }) => why !== undefined);
    expect(refused.map(({ principalArn, ...call }) => `${principalArn}: ${printed(call)}`)).toEqual([]);
    expect(stage.cloud.undelivered).toEqual([]);
  });

  it('are not more than enough: whatever they allow was done, by a journey or by Lambda itself', () => {
    const idle = stage.cloud.stack.of('AWS::IAM::Role').flatMap((role) => {
      const done = demandsOf(role);
      return statementsOf(role)
        .flatMap(permissionsIn)
        .filter(
          ({ action, resource }) =>
            !done.some((one) => one.action === action && matchesPattern(resource, one.resource)),
        )
        .map(printed)
        .filter((permission) => !isLambdas(permission))
        .map((permission) => `${role.logicalId}: ${permission}`);
    });
    const unexplained = idle.filter((permission) => !notRehearsed.some(({ what }) => what.test(permission)));
    expect(unexplained).toEqual([]);
  });

  it('lose a journey with every statement that is taken away', () => {
    for (const role of stage.cloud.stack.of('AWS::IAM::Role')) {
      const all = statementsOf(role);
      for (const taken of all) {
        const own = permissionsIn(taken).map(printed);
        const excused = own.every(
          (permission) =>
            isLambdas(permission) ||
            notRehearsed.some(({ what }) => what.test(`${role.logicalId}: ${permission}`)),
        );
        if (excused) continue;
        const document = { Version: '2012-10-17', Statement: all.filter((statement) => statement !== taken) };
        const refused = demandsOf(role).filter((demand) => decide([document], demand) !== 'allowed');
        expect(refused.map(printed), `${role.logicalId} without ${own.join(', ')}`).not.toEqual([]);
      }
    }
  });
});

it('the read role is used as it is: every action it allows, and no other', () => {
  const asked = stage.organization.calls
    .filter(({ accountId }) => [management, production, lost, before].includes(accountId))
    .map(({ service, operation }) => (service === 's3' ? actionOf(operation) : `${service}:${operation}`));
  const reads = new Set(asked.filter((action) => !/:(Start|Stop)Logging$|:Put/.test(action)));
  const allowed = readStatements('').flatMap(({ Action }) => Action);
  const missed = allowed.filter((action) => !reads.has(action));
  expect(
    missed.filter((action) => !notRehearsed.some(({ what }) => what.test(`ReadRole: ${action}`))),
  ).toEqual([]);
  expect([...reads].filter((action) => !allowed.includes(action))).toEqual([]);
  // What one statement allows no other one does, so each that is taken away would have refused something.
  expect(new Set(allowed).size).toBe(allowed.length);
});
