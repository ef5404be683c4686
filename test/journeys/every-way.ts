import { StartLoggingCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { DeleteItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { IAMClient, SetDefaultPolicyVersionCommand } from '@aws-sdk/client-iam';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { LeaveOrganizationCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { PutBucketLifecycleConfigurationCommand } from '@aws-sdk/client-s3';
import { dynamoIncidentStore } from '#adapters/aws/dynamo-incident-store.ts';
import { dynamoIssueStore } from '#adapters/aws/dynamo-issue-store.ts';
import { encodeIssue } from '#adapters/wire/issue-codec.ts';
import { toItem } from '#adapters/aws/rows.ts';
import { memoryKey } from '#adapters/wire/state-keys.ts';
import { findingKey } from '#domain/findings/finding.ts';
import type { Issue } from '#domain/issues/issue.ts';
import { instant } from '#domain/values/instant.ts';
import { newIncidentId } from '#doors/new-incident-id.ts';
import { signingSecret } from '#local/rehearsal/rehearsal.ts';
import { urlEvent } from '#simulators/aws-cloud/function-url.ts';
import { pressRequest } from '#simulators/slack/press.ts';
import type { World } from '#simulators/organization/world.ts';
import { account, arn, finding, region, saved, shop, trail } from '#test/given/shop.ts';
import type { Stage } from './stage.ts';
import { arnOf, home, mallory, separateAccounts } from './worlds.ts';

const central = '123456789012';
const management = '700000000001';
const production = '700000000002';
const leaving = '700000000003';
const before = '700000000004';
const id = 'o-exampleorg';

const two = ['us-east-1', home];
const three = ['us-east-2', ...two];

/** What `config.json` says beside the defaults: every account of the organization is watched. */
export const settings = {
  organization: { mode: 'organization', id, management_account_id: management },
  cloudtrails: { enabled: true, 'ddb.table_name': 'hammer-cloudtrails', reporting: true },
};

/** An organization with its trail, whose accounts have trails of their own, all with one bucket. */
export function world(): World {
  const names = { security: central, management, production, leaving, before };
  const bucket = 'logs-of-management';
  const accounts = separateAccounts(names).accounts.map((one) => ({
    ...one,
    regions: one.id === leaving ? three : two,
  }));
  // More than ten places depend on the bucket.
  const own = accounts.flatMap(({ id: accountId, regions }) =>
    regions.map((homeRegion) => ({
      name: 'main',
      accountId,
      homeRegion,
      bucket,
      logging: accountId !== before,
      kmsKeyId: `arn:aws:kms:${homeRegion}:${accountId}:key/k-1`,
      selectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }],
    })),
  );
  const shared = { name: 'organization', accountId: management, homeRegion: home, organization: true };
  return {
    regions: three,
    accounts,
    organization: {
      id,
      managementAccountId: management,
      // Lets the central account ask for the organization.
      delegatedAdministrators: { 'cloudtrail.amazonaws.com': [central] },
    },
    trails: [...own, { ...shared, multiRegion: true, bucket }],
    buckets: [{ name: bucket, accountId: management, region: home }],
    // Read where no trail records.
    channels: accounts.map(({ id: accountId }) => ({
      arn: `arn:aws:cloudtrail:${home}:${accountId}:channel/aws-service-channel/telemetry/of-it`,
    })),
    eventDataStores: [`arn:aws:cloudtrail:${home}:${production}:eventdatastore/of-production`],
  };
}

/**
 * What a function that was killed leaves of an account whose trails are made and deleted again and again: findings and
 * dependencies, more than fit into a transaction, and a mark that it is not all there. The next look writes it again; it is closed in
 * several transactions, too.
 */
async function muchIsRemembered({ cloud }: Stage): Promise<void> {
  const seenAt = instant(cloud.clock.now());
  const place = { account: account(leaving), region: region(home) };
  const findings = Array.from({ length: 210 }, (_, index) =>
    finding({
      subject: arn(arnOf(leaving, `gone-${index}`)),
      seenAt,
      state: 'resolved',
      resolvedAt: seenAt,
      evidence: {},
    }),
  );
  const issue: Issue = {
    ...place,
    version: 1,
    status: 'resolved',
    disabled: false,
    partial: true,
    timestamps: { identified: seenAt, updated: seenAt },
    findings: new Map(findings.map((one) => [findingKey(one.rule, one.subject), one])),
  };
  const Item = toItem({ account_id: leaving, issue_id: home, ...encodeIssue(issue) });
  await cloud.tables.send(new PutItemCommand({ TableName: cloud.nameOf('IssuesTable'), Item }));
  const trails = Array.from({ length: 60 }, (_, index) => ({
    trail: trail({ arn: arn(arnOf(leaving, `gone-${index}`)), bucket: `of-${index}`, topic: `of-${index}` }),
    status: { logging: false },
    seenAt,
  }));
  const memory = toItem({ ...memoryKey(place.account, place.region), ...place, at: seenAt, trails });
  await cloud.tables.send(new PutItemCommand({ TableName: cloud.nameOf('StateTable'), Item: memory }));
}

/** A sweep to its end: members of an organization are looked at twenty seconds after the owner of its trail. */
async function everybodyIsSwept(on: Stage): Promise<void> {
  await on.sweep();
  await on.later(30_000);
}

/** Journeys that together need every permission of every role, also those that are rarely needed. */
export async function takeEveryWay(on: Stage): Promise<void> {
  await muchIsRemembered(on);
  await everybodyIsSwept(on);
  await on.cloud.invoke('sweep', { task: 'accept-baseline' });
  await aPolicyOfARoleChanges(on);
  await oneLeaves(on);
  await everybodysTrailIsStopped(on);
  await attemptsAndHeartbeats(on);
  await aTestAlert(on);
  await peopleAnswer(on);
  await oneIsLost(on);
  await oneLetsNothingIn(on);
  await junkIsSent(on);
  await on.reconcile();
}

/** What cannot be read comes back soon, until it is a dead letter. */
async function junkIsSent(on: Stage): Promise<void> {
  const queues = ['Events', 'Sweep', 'FanOut', 'Inspect', 'Parts', 'Slack', 'Jira', 'Milestones', 'Answers'];
  for (const queue of queues) await on.cloud.sendMessage(`${queue}Queue`, 'no JSON');
  await on.later(600_000);
}

/** A managed policy gets another version: which roles have it is asked. */
async function aPolicyOfARoleChanges(on: Stage): Promise<void> {
  const credentials = on.organization.credentials({ accountId: production, identity: mallory });
  const iam = new IAMClient({ region: 'us-east-1', endpoint: on.cloud.endpoint, credentials });
  const PolicyArn = `arn:aws:iam::${production}:policy/deliver`;
  await iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: 'v2' }));
  await on.later(30_000);
}

/** Everybody's bucket is changed, and an account leaves; what was stopped meanwhile no event has told of. */
async function oneLeaves(on: Stage): Promise<void> {
  const Rules = [{ Status: 'Enabled' as const, Filter: { Prefix: '' }, Expiration: { Days: 400 } }];
  const LifecycleConfiguration = { Rules };
  await on
    .s3(management)
    .send(
      new PutBucketLifecycleConfigurationCommand({ Bucket: 'logs-of-management', LifecycleConfiguration }),
    );
  await on.later(60_000);
  on.organization.faults.cutEvents(true);
  await on.cloudTrail(production).send(new StopLoggingCommand({ Name: 'main' }));
  const credentials = on.organization.credentials({ accountId: leaving, identity: mallory });
  const member = { region: 'us-east-1', endpoint: on.cloud.endpoint, credentials };
  await new OrganizationsClient(member).send(new LeaveOrganizationCommand({}));
  on.organization.faults.cutEvents(false);
  await everybodyIsSwept(on);
  await on.cloudTrail(production).send(new StartLoggingCommand({ Name: 'main' }));
}

/** The parts are looked at; then an account refuses the sweep, and the organization is asked whether it is leaving. */
async function oneLetsNothingIn(on: Stage): Promise<void> {
  const look = JSON.stringify({ account: production, regions: 'all', why: 'parts', triggers: [] });
  on.cloud.runSchedule(on.cloud.nameOf('LookAtPartsLambdaFunction'));
  await on.cloud.sendMessage('PartsQueue', look);
  await on.later(60_000);
  on.organization.faults.unreadable(production, 'no-role');
  await on.cloud.sendMessage('PartsQueue', look);
  await everybodyIsSwept(on);
  await on.later(180_000);
  on.organization.faults.unreadable(production);
}

async function everybodysTrailIsStopped(on: Stage): Promise<void> {
  await on.cloudTrail(management).send(new StopLoggingCommand({ Name: 'organization' }));
  await on.later(60_000);
  await on.watch(1);
}

async function attemptsAndHeartbeats(on: Stage): Promise<void> {
  const refused = async (Name: string, where: string): Promise<void> => {
    const attempt = on.cloudTrail(production, where).send(new StopLoggingCommand({ Name }));
    await attempt.catch(() => undefined);
  };
  await refused('nothing', home);
  // A trail can only be stopped from its home Region: ten calls that AWS refuses.
  for (let time = 0; time < 10; time += 1) await refused(arnOf(production), 'us-east-1');
  const beat = { source: 'trailwarden.heartbeat', 'detail-type': 'Trailwarden Heartbeat', detail: {} };
  const from = { account: production, region: 'us-east-1' };
  const time = new Date(on.cloud.clock.now()).toISOString();
  on.cloud.deliver({ version: '0', id: 'beat', time, resources: [], ...beat, ...from }, from);
  await on.later(60_000);
}

/** An incident of an account that is not watched any more is told, and then the table loses it. */
async function oneIsLost({ cloud, later }: Stage): Promise<void> {
  const client = cloud.tables;
  const tables = { issuesTable: cloud.nameOf('IssuesTable'), stateTable: cloud.nameOf('StateTable') };
  const at = instant(cloud.clock.now());
  const { cause } = finding();
  const incidents = dynamoIncidentStore({ client, ...tables, newId: newIncidentId });
  const incident = await incidents.claimIncident({ cause, since: at, at });
  const look = { at, findings: [finding({ incident, seenAt: at })] };
  await saved(dynamoIssueStore({ client, ...tables }), look);
  await later(60_000);
  const Key = toItem({ account_id: shop, issue_id: home });
  await client.send(new DeleteItemCommand({ TableName: tables.issuesTable, Key }));
}

/** People press buttons: one that is shown in a form, one that more accounts are looked at for than events may wait for. */
async function peopleAnswer({ cloud, slack, later }: Stage): Promise<void> {
  const at = cloud.clock.now();
  const { id: channel } = slack.channel('cloudtrail');
  const { Items = [] } = await cloud.tables.send(new ScanCommand({ TableName: cloud.nameOf('StateTable') }));
  const incidents = Items.map((item) => unmarshall(item)).filter(({ sk }) => sk === 'incident');
  const living = incidents.map(({ id: incident }) => String(incident));
  const user = { id: 'U00000001', name: 'jane' };
  for (const [index, value] of living.entries())
    for (const action of ['on-it', 'recheck', 'accept']) {
      const pressed = { user, channel, value, action: `trailwarden-${action}` };
      const request = pressRequest(pressed, signingSecret, at + index);
      await cloud.invoke('hearAnswers', urlEvent(request, at));
    }
  await later(60_000);
}

/** An operator of the central account tries the alerts; members may put no such event. */
async function aTestAlert(on: Stage): Promise<void> {
  const detail = { account: production, look: production, askedBy: 'an operator' };
  on.cloud.putEvents([
    {
      EventBusName: on.cloud.nameOf('CentralBus'),
      Source: 'trailwarden.test',
      DetailType: 'Trailwarden Test Alert',
      Detail: JSON.stringify(detail),
    },
  ]);
  await on.later(90_000);
}
