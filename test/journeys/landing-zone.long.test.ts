import { AccountClient, DisableRegionCommand } from '@aws-sdk/client-account';
import {
  CreateTrailCommand,
  DeleteTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  AttachPolicyCommand,
  CloseAccountCommand,
  CreateAccountCommand,
  MoveAccountCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { PutBucketLifecycleConfigurationCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { memberRules } from '#adapters/cloudformation/member-rules.ts';
import type { Identity } from '#simulators/organization/identities.ts';
import type { World } from '#simulators/organization/world.ts';
import { renderMessage } from '#simulators/slack/render-message.ts';
import { organization as deployed } from '#test/deploy/templates.ts';
import { made } from '#test/given/made-event.ts';
import { explainFailure, startStage, type Stage } from './stage.ts';
import { home } from './worlds.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const id = 'o-exampleorg';
const accounts = {
  management: '470000000001',
  archive: '470000000002',
  shop: '470000000003',
  moved: '470000000004',
  trusted: '470000000005',
  doubled: '470000000006',
  closing: '470000000007',
} as const;
const vended = { payments: '470000000011', search: '470000000012' } as const;
const [root, workloads, sandbox] = ['r-ab12', 'ou-ab12-11111111', 'ou-ab12-22222222'] as const;
const baselineTrail = 'aws-controltower-BaselineCloudTrail';
const organizationTrail = 'aws-controltower-OrganizationTrail';

const admin: Identity = { kind: 'role', role: 'AWSControlTowerAdmin', session: 'landing-zone' };
const execution: Identity = { kind: 'role', role: 'AWSControlTowerExecution', session: 'stacks' };
const terraform: Identity = { kind: 'role', role: 'terraform', session: 'apply' };

const bucketOf = (account: string): string => `logs-of-${account}`;
const trailOf = (accountId: string, name: string, bucket: string) => ({
  name,
  accountId,
  homeRegion: home,
  multiRegion: true,
  bucket,
});
const open = (bucket: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: ['s3:GetBucketAcl', 's3:PutObject'],
      Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
    },
  ],
});
const bucket = (name: string, accountId: string) => ({ name, accountId, region: home, policy: open(name) });
const everyone = Object.entries(accounts);

/** A landing zone before Control Tower 3.0: every account has a trail of its own, into the log archive. */
const world: World = {
  regions: ['us-east-1', home, 'eu-south-1'],
  organization: {
    id,
    managementAccountId: accounts.management,
    // Lets the central account ask for the organization.
    delegatedAdministrators: { 'cloudtrail.amazonaws.com': ['123456789012'] },
    stackSetUnits: [root, workloads, sandbox],
  },
  accounts: [
    ...everyone.map(([name, one]) => ({ id: one, name })),
    ...Object.entries(vended).map(([name, one]) => ({ id: one, name, member: false })),
    { id: '123456789012', name: 'security' },
  ],
  trails: [
    ...everyone.map(([, one]) => trailOf(one, baselineTrail, 'all-logs')),
    trailOf('123456789012', baselineTrail, 'all-logs'),
    trailOf(accounts.shop, 'of-the-team', bucketOf(accounts.shop)),
    trailOf(accounts.trusted, 'of-the-team', bucketOf(accounts.trusted)),
    trailOf(accounts.doubled, 'of-the-team', bucketOf(accounts.doubled)),
  ],
  buckets: [
    bucket('all-logs', accounts.archive),
    ...[accounts.shop, accounts.trusted, accounts.doubled].flatMap((one) => [
      bucket(bucketOf(one), one),
      bucket(`new-${bucketOf(one)}`, one),
    ]),
  ],
};

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({
    world,
    documents: {
      config: {
        organization: { mode: 'organization', id, management_account_id: accounts.management },
        cloudtrails: { enabled: true, 'ddb.table_name': 'hammer-cloudtrails', reporting: true },
      },
      whitelist: {
        cloudtrails: {
          [accounts.trusted]: [
            {
              actor: `arn:aws:iam::${accounts.trusted}:role/terraform`,
              reason: 'moves trails, reviewed',
              owner: 'platform@example.com',
              expires: '2030-01-01',
            },
          ],
        },
      },
    },
  });
  await stage.sweep();
  await stage.later();
  await stage.cloud.invoke(stage.cloud.nameOf('SweepLambdaFunction'), { task: 'accept-baseline' });
  // What others may rely on has recorded for more than a week.
  for (let passed = 0; passed < 9; passed += 1) {
    await stage.later(day);
    await stage.sweep();
    await stage.hour();
  }
});
beforeEach(() => explainFailure(stage));
afterAll(() => stage.stop());

const clients = {
  organizations: () =>
    new OrganizationsClient({ ...settingsOf(accounts.management, admin), region: 'us-east-1' }),
  regions: (account: string) => new AccountClient({ ...settingsOf(account, admin), region: 'us-east-1' }),
};

function settingsOf(accountId: string, identity: Identity) {
  const { cloud, organization } = stage;
  const credentials = organization.credentials({ accountId, identity });
  return { endpoint: cloud.endpoint, credentials, maxAttempts: 1 };
}

const texts = (): readonly string[] =>
  stage.slack
    .channel('cloudtrail')
    .messages.filter(({ threadTs }) => threadTs === undefined)
    .map((message) => renderMessage(message, { width: 300 }));

/** What was posted of incidents, by their first lines; reports and the greeting are no incidents. */
const posted = (): readonly string[] =>
  texts().flatMap((text) => (text.includes('Incident: ') ? (text.split('\n')[0] ?? []) : []));

/** A call that the simulated organization does not know, as CloudTrail records it. */
function recorded(
  account: string,
  [service, eventName]: readonly [string, string],
  requestParameters: object,
) {
  const from = { account, region: home };
  const time = new Date(stage.cloud.clock.now()).toISOString();
  const eventID = `${eventName}-of-${account}-${Object.values(requestParameters)[0]}`;
  const more = { awsRegion: home, recipientAccountId: account, eventID, eventTime: time, requestParameters };
  const byCloudFormation = {
    userIdentity: { type: 'AWSService', invokedBy: 'cloudformation.amazonaws.com' },
    sourceIPAddress: 'cloudformation.amazonaws.com',
  };
  const detail = made(service, eventName, { ...more, ...(service === 'events' && byCloudFormation) });
  const envelope = {
    version: '0' as const,
    id: eventID,
    time,
    resources: [],
    'detail-type': 'AWS API Call via CloudTrail',
  };
  stage.cloud.deliver({ ...envelope, source: `aws.${service}`, detail, ...from }, from);
}

const newTrail = (Name: string, S3BucketName: string) =>
  new CreateTrailCommand({ Name, S3BucketName, IsMultiRegionTrail: true, EnableLogFileValidation: true });

describe('a day of a landing zone', () => {
  it('begins in silence', () => {
    expect(posted()).toEqual([]);
  });

  it('in which accounts are vended makes no sound', async () => {
    for (const [AccountName, account] of Object.entries(vended)) {
      // The stack sets bring the read role some minutes later.
      stage.organization.faults.unreadable(account, 'no-role');
      await clients.organizations().send(new CreateAccountCommand({ AccountName, Email: 'a@example.com' }));
      await stage.later(12 * minute);
      stage.organization.faults.unreadable(account);
      const trails = stage.cloudTrail(account, home, execution);
      await trails.send(newTrail(baselineTrail, 'all-logs'));
      await trails.send(new StartLoggingCommand({ Name: baselineTrail }));
      await clients.organizations().send(
        new MoveAccountCommand({
          AccountId: account,
          SourceParentId: root,
          DestinationParentId: workloads,
        }),
      );
    }
    await stage.later(16 * minute);
    await stage.sweep();
    await stage.hour();
    expect(posted()).toEqual([]);
  });

  it('in which accounts change their unit, and units get guardrails, makes no sound', async () => {
    const organizations = clients.organizations();
    await organizations.send(
      new MoveAccountCommand({
        AccountId: accounts.moved,
        SourceParentId: workloads,
        DestinationParentId: sandbox,
      }),
    );
    await organizations.send(new AttachPolicyCommand({ PolicyId: 'p-guardrail', TargetId: sandbox }));
    await stage.later(16 * minute);
    await stage.hour();
    expect(posted()).toEqual([]);
  });

  it('in which our stack sets are updated everywhere makes no sound', async () => {
    recorded(accounts.management, ['cloudformation', 'UpdateStackSet'], {
      stackSetName: 'trailwarden-rules-dev',
    });
    const members = [...Object.values(accounts), ...Object.values(vended)];
    const { Resources } = memberRules({ ...deployed, suffix: '-dev' });
    for (const account of members) {
      const rules = Object.entries(Resources).filter(([, { Type }]) => Type === 'AWS::Events::Rule');
      for (const [, { Properties }] of rules.slice(0, 5)) {
        recorded(account, ['events', 'PutRule'], { name: Properties['Name'], state: 'ENABLED' });
        recorded(account, ['events', 'PutTargets'], { rule: Properties['Name'] });
      }
      await stage.later(5000);
    }
    await stage.later(10 * minute);
    await stage.hour();
    expect(posted()).toEqual([]);
  });

  it('in which Terraform moves a trail to another bucket of its account is one message that says so', async () => {
    const trails = stage.cloudTrail(accounts.shop, home, terraform);
    await trails.send(
      new UpdateTrailCommand({ Name: 'of-the-team', S3BucketName: `new-${bucketOf(accounts.shop)}` }),
    );
    await trails.send(
      new PutEventSelectorsCommand({
        TrailName: 'of-the-team',
        EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }],
      }),
    );
    await stage.later(16 * minute);
    expect(posted()).toEqual([expect.stringContaining('CloudTrail log files now go to')]);
  });

  it('in which it takes a second trail away, while the older one records the same, is one message', async () => {
    const trails = stage.cloudTrail(accounts.doubled, home, terraform);
    await trails.send(new DeleteTrailCommand({ Name: 'of-the-team' }));
    await stage.later(16 * minute);
    expect(posted()).toHaveLength(2);
    expect(posted()[1]).toContain('MEDIUM');
  });

  it('in which a role does both that is exempt there makes no sound', async () => {
    const trails = stage.cloudTrail(accounts.trusted, home, terraform);
    await trails.send(
      new UpdateTrailCommand({ Name: 'of-the-team', S3BucketName: `new-${bucketOf(accounts.trusted)}` }),
    );
    await stage.later(16 * minute);
    await stage.reconcile();
    await stage.later();
    expect(texts().join('\n')).toContain('moves trails, reviewed');
    await trails.send(new DeleteTrailCommand({ Name: 'of-the-team' }));
    await stage.later(16 * minute);
    expect(posted()).toHaveLength(2);
  });

  it('in which Control Tower replaces every trail by one of the organization, into the same bucket of the archive, makes no sound', async () => {
    const { management, archive } = accounts;
    const trails = stage.cloudTrail(management, home, admin);
    await trails.send(
      new CreateTrailCommand({
        Name: organizationTrail,
        S3BucketName: 'all-logs',
        IsOrganizationTrail: true,
        IsMultiRegionTrail: true,
        EnableLogFileValidation: true,
      }),
    );
    await trails.send(new StartLoggingCommand({ Name: organizationTrail }));
    await stage.later();
    const policy = { Bucket: 'all-logs', Policy: JSON.stringify(open('all-logs')) };
    await stage.s3(archive).send(new PutBucketPolicyCommand(policy));
    await stage.s3(archive).send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket: 'all-logs',
        LifecycleConfiguration: {
          Rules: [{ Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 365 } }],
        },
      }),
    );
    for (const account of [...Object.values(accounts), ...Object.values(vended)])
      await stage
        .cloudTrail(account, home, account === management ? admin : execution)
        .send(new DeleteTrailCommand({ Name: baselineTrail }));
    await stage.later(16 * minute);
    await stage.hour();
    expect(posted()).toHaveLength(2);
  });

  it('in which an account is closed, and a Region is given back, makes no sound', async () => {
    await clients.organizations().send(new CloseAccountCommand({ AccountId: accounts.closing }));
    await clients.regions(accounts.moved).send(new DisableRegionCommand({ RegionName: 'eu-south-1' }));
    await stage.later(16 * minute);
    await stage.sweep();
    await stage.hour();
    expect(posted()).toHaveLength(2);
  });

  it('ends with nothing lost, nothing unknown, and nothing that stands but what was told', async () => {
    await stage.later(day);
    await stage.sweep();
    await stage.hour();
    expect(posted()).toHaveLength(2);
    expect(await stage.deadLetters()).toEqual([]);
    expect(stage.organization.unknownOperations).toEqual([]);
  });
});
