import {
  DeleteTrailCommand,
  DescribeTrailsCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import { DisableAWSServiceAccessCommand } from '@aws-sdk/client-organizations';
import { describe, expect, it } from 'vitest';

import type { Identity } from '#simulators/organization/identities.ts';

import {
  home,
  management,
  member,
  organizationTrail,
  person,
  simulatedAws,
} from '#test/given/simulated-aws.ts';

const region = 'eu-central-1';

describe('an event', () => {
  it('is a full CloudTrail record with exactly what the caller typed', async () => {
    const aws = await simulatedAws();
    const { cloudTrail } = aws.as(management);
    await cloudTrail.send(new StopLoggingCommand({ Name: organizationTrail }));
    expect(aws.events).toHaveLength(1);
    const [event] = aws.events;
    expect(event).toMatchObject({ account: management, region: home, source: 'aws.cloudtrail' });
    expect(event?.type).toBe('AWS API Call via CloudTrail');
    expect(event?.detail).toMatchObject({
      eventVersion: '1.11',
      eventTime: '2026-11-21T12:00:00Z',
      eventSource: 'cloudtrail.amazonaws.com',
      eventName: 'StopLogging',
      awsRegion: home,
      userAgent: expect.stringContaining('aws-sdk-js/') as unknown,
      requestParameters: { name: organizationTrail },
      responseElements: null,
      readOnly: false,
      managementEvent: true,
      recipientAccountId: management,
      tlsDetails: { clientProvidedHostHeader: 'cloudtrail.eu-west-1.amazonaws.com' },
    });
    expect(event?.detail).not.toHaveProperty('errorCode');
  });

  it('shows resulting settings in responseElements and lower-camel-cased members', async () => {
    const aws = await simulatedAws();
    const { cloudTrail } = aws.as(member, region);
    await cloudTrail.send(new UpdateTrailCommand({ Name: 'own', EnableLogFileValidation: false }));
    expect(aws.events[0]?.detail).toMatchObject({
      requestParameters: { name: 'own', enableLogFileValidation: false },
      responseElements: { name: 'own', s3BucketName: 'shop-logs', logFileValidationEnabled: false },
    });
    await cloudTrail.send(
      new PutEventSelectorsCommand({ TrailName: 'own', EventSelectors: [{ IncludeManagementEvents: true }] }),
    );
    expect(aws.events[1]?.detail['requestParameters']).toEqual({
      trailName: 'own',
      eventSelectors: [{ includeManagementEvents: true }],
    });
  });

  it('is also written for calls that fail, with errorCode', async () => {
    const aws = await simulatedAws();
    const { cloudTrail } = aws.as(member);
    await expect(cloudTrail.send(new StopLoggingCommand({ Name: 'lost' }))).rejects.toThrow();
    const unknown = `Unknown trail: arn:aws:cloudtrail:${home}:${member}:trail/lost for the user: ${member}`;
    expect(aws.events[0]?.detail).toMatchObject({
      errorCode: 'TrailNotFoundException',
      errorMessage: unknown,
      requestParameters: { name: 'lost' },
    });
  });

  it('has no parameters when the call was not allowed, only the ARN in the message', async () => {
    const aws = await simulatedAws();
    const reader: Identity = { kind: 'role', role: 'trailwarden-read', session: 'look' };
    const { cloudTrail } = aws.as(management, home, reader);
    await expect(cloudTrail.send(new StopLoggingCommand({ Name: 'everything' }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    const { detail } = aws.events[0]!;
    expect(detail).toMatchObject({ errorCode: 'AccessDenied', requestParameters: null });
    expect(detail['errorMessage']).toBe(
      `User: arn:aws:sts::${management}:assumed-role/trailwarden-read/look is not authorized to perform: ` +
        `cloudtrail:StopLogging on resource: ${organizationTrail} ` +
        'because no identity-based policy allows the cloudtrail:StopLogging action',
    );
  });

  it('is not written for reads', async () => {
    const aws = await simulatedAws();
    await aws.as(management).cloudTrail.send(new DescribeTrailsCommand({}));
    expect(aws.events).toEqual([]);
  });

  it('of Organizations is in us-east-1 wherever the call was made', async () => {
    const aws = await simulatedAws();
    const ServicePrincipal = 'cloudtrail.amazonaws.com';
    await aws.as(management).organizations.send(new DisableAWSServiceAccessCommand({ ServicePrincipal }));
    expect(aws.events).toMatchObject([
      {
        account: management,
        region: 'us-east-1',
        detail: { requestParameters: { servicePrincipal: ServicePrincipal } },
      },
    ]);
  });
});

describe('who did it', () => {
  const started = Date.parse('2026-11-21T11:00:00Z');
  const cases: readonly (readonly [string, Identity, object])[] = [
    ['an IAM user', { kind: 'iam-user', name: 'bob' }, { type: 'IAMUser', userName: 'bob' }],
    [
      'a role session with MFA',
      { ...person, sessionStarted: started },
      {
        type: 'AssumedRole',
        arn: `arn:aws:sts::${member}:assumed-role/Admin/mallory`,
        principalId: expect.stringMatching(/^AROA\w{16}:mallory$/) as unknown,
        sessionContext: {
          sessionIssuer: { type: 'Role', userName: 'Admin', arn: `arn:aws:iam::${member}:role/Admin` },
          attributes: { creationDate: '2026-11-21T11:00:00Z', mfaAuthenticated: 'true' },
        },
      },
    ],
    [
      'a person from Identity Center',
      { kind: 'identity-center', permissionSet: 'AdministratorAccess', user: 'eve@example.com' },
      {
        type: 'AssumedRole',
        arn: expect.stringMatching(
          /AWSReservedSSO_AdministratorAccess_[0-9a-f]{16}\/eve@example\.com$/,
        ) as unknown,
      },
    ],
    ['a federated user', { kind: 'federated', name: 'eve', issuer: 'bob' }, { type: 'FederatedUser' }],
    ['root', { kind: 'root', mfa: true }, { type: 'Root', arn: `arn:aws:iam::${member}:root` }],
  ];

  it.each(cases)('is recorded for %s', async (_who, identity, expected) => {
    const aws = await simulatedAws();
    const { cloudTrail } = aws.as(member, region, identity);
    await cloudTrail.send(new StopLoggingCommand({ Name: 'own' }));
    expect(aws.events[0]?.detail['userIdentity']).toMatchObject({ ...expected, accountId: member });
    const { accessKeyId } = aws.organization.credentials({ accountId: member, identity });
    expect(aws.events[0]?.detail['userIdentity']).toMatchObject({ accessKeyId });
  });
});

describe('where no trail is logging any more', () => {
  it('the stop itself still arrives, then nothing', async () => {
    const aws = await simulatedAws();
    const { cloudTrail } = aws.as(management);
    await cloudTrail.send(new StopLoggingCommand({ Name: 'everything' }));
    await cloudTrail.send(new StartLoggingCommand({ Name: 'everything' }));
    await cloudTrail.send(new DeleteTrailCommand({ Name: 'everything' }));
    await expect(cloudTrail.send(new StopLoggingCommand({ Name: 'everything' }))).rejects.toThrow();
    expect(aws.events.map(({ detail }) => String(detail['eventName']))).toEqual([
      'StopLogging',
      'DeleteTrail',
    ]);
  });

  it("another trail of the account keeps its Region's events coming", async () => {
    const aws = await simulatedAws();
    await aws.as(management).cloudTrail.send(new StopLoggingCommand({ Name: 'everything' }));
    const lost = new StopLoggingCommand({ Name: 'lost' });
    await expect(aws.as(member, region).cloudTrail.send(lost)).rejects.toThrow();
    await expect(aws.as(member, home).cloudTrail.send(lost)).rejects.toThrow();
    expect(aws.events.slice(1)).toMatchObject([{ account: member, region }]);
  });

  it('selectors without management write events darken it as well', async () => {
    const aws = await simulatedAws();
    const { cloudTrail } = aws.as(management);
    const EventSelectors = [{ ReadWriteType: 'ReadOnly' as const, IncludeManagementEvents: true }];
    await cloudTrail.send(new PutEventSelectorsCommand({ TrailName: 'everything', EventSelectors }));
    await cloudTrail.send(new StopLoggingCommand({ Name: 'everything' }));
    expect(aws.events.map(({ detail }) => String(detail['eventName']))).toEqual(['PutEventSelectors']);
  });

  it('trusted access taken away silences the members and leaves the trail listed there', async () => {
    const aws = await simulatedAws();
    const ServicePrincipal = 'cloudtrail.amazonaws.com';
    await aws.as(management).organizations.send(new DisableAWSServiceAccessCommand({ ServicePrincipal }));
    const { cloudTrail } = aws.as(member, home);
    await expect(cloudTrail.send(new StopLoggingCommand({ Name: 'lost' }))).rejects.toThrow();
    expect(aws.events).toHaveLength(1);
    expect((await cloudTrail.send(new DescribeTrailsCommand({}))).trailList).toHaveLength(1);
  });

  it('events can be cut although calls work', async () => {
    const aws = await simulatedAws();
    aws.organization.faults.cutEvents(true);
    await aws.as(management).cloudTrail.send(new StopLoggingCommand({ Name: 'everything' }));
    expect(aws.events).toEqual([]);
  });
});
