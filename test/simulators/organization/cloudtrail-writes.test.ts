import {
  CreateTrailCommand,
  DeleteTrailCommand,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  PutEventSelectorsCommand,
  PutInsightSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import { PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';

import {
  home,
  logArchive,
  management,
  member,
  organizationTrail,
  ownTrail,
  simulatedAws,
} from '#test/given/simulated-aws.ts';

const region = 'eu-central-1';

describe('stopping and starting', () => {
  it('keeps both times, and shows the stop in every Region and member', async () => {
    const aws = await simulatedAws();
    const { cloudTrail } = aws.as(management);
    const stopped = aws.clock.now();
    await cloudTrail.send(new StopLoggingCommand({ Name: 'everything' }));
    for (const account of [management, member]) {
      const client = aws.as(account, 'us-east-1').cloudTrail;
      const { IsLogging } = await client.send(new GetTrailStatusCommand({ Name: organizationTrail }));
      expect(IsLogging).toBe(false);
    }
    aws.clock.advance(60_000);
    await cloudTrail.send(new StartLoggingCommand({ Name: organizationTrail }));
    const status = await cloudTrail.send(new GetTrailStatusCommand({ Name: 'everything' }));
    expect(status).toMatchObject({
      IsLogging: true,
      StopLoggingTime: new Date(stopped),
      StartLoggingTime: new Date(stopped + 60_000),
    });
  });

  it('works only in the home Region', async () => {
    const aws = await simulatedAws();
    const { cloudTrail } = aws.as(management, 'us-east-1');
    for (const Name of ['everything', organizationTrail]) {
      await expect(cloudTrail.send(new StopLoggingCommand({ Name }))).rejects.toMatchObject({
        name: 'InvalidHomeRegionException',
      });
    }
  });

  it("refuses a member that touches the organization's trail, by ARN and by name", async () => {
    const aws = await simulatedAws();
    const { cloudTrail } = aws.as(member);
    await expect(cloudTrail.send(new StopLoggingCommand({ Name: organizationTrail }))).rejects.toMatchObject({
      name: 'NotOrganizationMasterAccountException',
    });
    await expect(cloudTrail.send(new DeleteTrailCommand({ Name: 'everything' }))).rejects.toMatchObject({
      name: 'TrailNotFoundException',
      message: `Unknown trail: arn:aws:cloudtrail:${home}:${member}:trail/everything for the user: ${member}`,
    });
    await expect(cloudTrail.send(new StopLoggingCommand({ Name: '../x' }))).rejects.toMatchObject({
      name: 'InvalidTrailNameException',
    });
  });
});

describe('changing trails', () => {
  it('creates a trail stopped, as CLI and SDKs do', async () => {
    const aws = await simulatedAws();
    const { cloudTrail } = aws.as(member, region);
    const Statement = [
      { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: '*', Resource: '*' },
    ];
    await aws
      .as(member, region)
      .s3.send(new PutBucketPolicyCommand({ Bucket: 'shop-logs', Policy: JSON.stringify({ Statement }) }));
    const created = await cloudTrail.send(
      new CreateTrailCommand({ Name: 'second', S3BucketName: 'shop-logs' }),
    );
    expect(created).toMatchObject({ IsMultiRegionTrail: false, IncludeGlobalServiceEvents: true });
    const status = await cloudTrail.send(new GetTrailStatusCommand({ Name: 'second' }));
    expect(status).toMatchObject({ IsLogging: false, TimeLoggingStarted: '' });
    expect(status.StartLoggingTime).toBeUndefined();
    await expect(
      cloudTrail.send(new CreateTrailCommand({ Name: 'second', S3BucketName: 'shop-logs' })),
    ).rejects.toMatchObject({ name: 'TrailAlreadyExistsException' });
  });

  it('refuses buckets that are not there or do not let CloudTrail write', async () => {
    const aws = await simulatedAws();
    const { cloudTrail } = aws.as(member, region);
    await expect(
      cloudTrail.send(new CreateTrailCommand({ Name: 'second', S3BucketName: 'nowhere' })),
    ).rejects.toMatchObject({ name: 'S3BucketDoesNotExistException' });
    await expect(
      cloudTrail.send(new UpdateTrailCommand({ Name: 'own', S3BucketName: 'all-logs' })),
    ).rejects.toMatchObject({ name: 'InsufficientS3BucketPolicyException' });
  });

  it('lets only the management account and delegated administrators make organization trails', async () => {
    const aws = await simulatedAws();
    const { cloudTrail } = aws.as(member, region);
    const wish = new UpdateTrailCommand({ Name: 'own', IsOrganizationTrail: true });
    await expect(cloudTrail.send(wish)).rejects.toMatchObject({
      name: 'NotOrganizationMasterAccountException',
    });
  });

  it('takes a trail that is narrowed to one Region out of the others', async () => {
    const aws = await simulatedAws();
    await aws
      .as(management)
      .cloudTrail.send(new UpdateTrailCommand({ Name: 'everything', IsMultiRegionTrail: false }));
    const elsewhere = await aws.as(management, 'us-east-1').cloudTrail.send(new DescribeTrailsCommand({}));
    expect(elsewhere.trailList).toEqual([]);
  });

  it('takes a deleted organization trail out of every account', async () => {
    const aws = await simulatedAws();
    await aws.as(management).cloudTrail.send(new DeleteTrailCommand({ Name: 'everything' }));
    const { trailList } = await aws.as(logArchive).cloudTrail.send(new DescribeTrailsCommand({}));
    expect(trailList).toEqual([]);
    await expect(
      aws.as(management).cloudTrail.send(new GetTrailStatusCommand({ Name: organizationTrail })),
    ).rejects.toMatchObject({ name: 'TrailNotFoundException' });
  });

  it('keeps basic or advanced selectors, whichever came last', async () => {
    const aws = await simulatedAws();
    const { cloudTrail } = aws.as(member, region);
    const read = () => cloudTrail.send(new GetEventSelectorsCommand({ TrailName: ownTrail }));
    await cloudTrail.send(
      new PutEventSelectorsCommand({
        TrailName: 'own',
        EventSelectors: [{ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true }],
      }),
    );
    expect((await read()).EventSelectors?.[0]).toMatchObject({
      ReadWriteType: 'ReadOnly',
      DataResources: [],
    });
    const AdvancedEventSelectors = [
      { Name: 'm', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
    ];
    await cloudTrail.send(new PutEventSelectorsCommand({ TrailName: 'own', AdvancedEventSelectors }));
    const { EventSelectors, ...rest } = await read();
    expect(EventSelectors).toBeUndefined();
    expect(rest).toMatchObject({ TrailARN: ownTrail, AdvancedEventSelectors });
    const { trailList } = await cloudTrail.send(new DescribeTrailsCommand({ trailNameList: ['own'] }));
    expect(trailList?.[0]?.HasCustomEventSelectors).toBe(true);
  });

  it('says of a trail whether it has Insights selectors', async () => {
    const aws = await simulatedAws();
    const { cloudTrail } = aws.as(member, region);
    const has = async (...InsightSelectors: { InsightType: 'ApiCallRateInsight' }[]) => {
      await cloudTrail.send(new PutInsightSelectorsCommand({ TrailName: 'own', InsightSelectors }));
      const { trailList } = await cloudTrail.send(new DescribeTrailsCommand({ trailNameList: ['own'] }));
      return trailList?.[0]?.HasInsightSelectors;
    };
    expect(await has({ InsightType: 'ApiCallRateInsight' })).toBe(true);
    expect(await has()).toBe(false);
  });
});
