import {
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailCommand,
  GetTrailStatusCommand,
  ListTrailsCommand,
} from '@aws-sdk/client-cloudtrail';
import { describe, expect, it } from 'vitest';

import {
  home,
  logArchive,
  management,
  member,
  organizationTrail,
  ownTrail,
  simulatedAws,
  smallWorld,
} from '#test/given/simulated-aws.ts';

describe('DescribeTrails', () => {
  it('lists an organization trail in every account and Region with the ARN of the management account', async () => {
    const aws = await simulatedAws();
    for (const account of [management, logArchive]) {
      for (const region of smallWorld.regions) {
        const { trailList } = await aws.as(account, region).cloudTrail.send(new DescribeTrailsCommand({}));
        expect(trailList?.map(({ TrailARN }) => TrailARN)).toEqual([organizationTrail]);
        expect(trailList?.[0]).toMatchObject({
          HomeRegion: home,
          IsOrganizationTrail: true,
          IsMultiRegionTrail: true,
        });
      }
    }
  });

  it('hides Region copies and, in members, organization trails when shadow trails are not wanted', async () => {
    const aws = await simulatedAws();
    const noShadows = new DescribeTrailsCommand({ includeShadowTrails: false });
    const names = async (account: string, region: string): Promise<unknown> =>
      (await aws.as(account, region).cloudTrail.send(noShadows)).trailList?.map(({ Name }) => Name);
    expect(await names(management, home)).toEqual(['everything']);
    expect(await names(management, 'us-east-1')).toEqual([]);
    expect(await names(member, 'eu-central-1')).toEqual(['own']);
    expect(await names(member, home)).toEqual([]);
  });

  it('finds a bare name only in the Region called, and leaves out what does not exist', async () => {
    const aws = await simulatedAws();
    const named = (region: string, name: string) =>
      aws.as(member, region).cloudTrail.send(new DescribeTrailsCommand({ trailNameList: [name] }));
    expect((await named('eu-central-1', 'own')).trailList).toHaveLength(1);
    expect((await named(home, 'own')).trailList).toEqual([]);
    expect((await named(home, ownTrail)).trailList).toHaveLength(1);
  });

  it("refuses an ARN of another account's trail", async () => {
    const aws = await simulatedAws();
    const foreign = new DescribeTrailsCommand({ trailNameList: [ownTrail] });
    await expect(aws.as(logArchive).cloudTrail.send(foreign)).rejects.toMatchObject({
      name: 'CloudTrailARNInvalidException',
      message: `AccountID in ARN is wrong, you can only access resources with AccountID ${logArchive}`,
    });
  });
});

describe('ListTrails and GetTrail', () => {
  it("list an account's own trails of all Regions and the organization's", async () => {
    const aws = await simulatedAws();
    const { Trails } = await aws.as(member).cloudTrail.send(new ListTrailsCommand({}));
    expect(Trails).toEqual([
      { TrailARN: organizationTrail, Name: 'everything', HomeRegion: home },
      { TrailARN: ownTrail, Name: 'own', HomeRegion: 'eu-central-1' },
    ]);
  });

  it('give one trail, or TrailNotFoundException in the words of AWS', async () => {
    const aws = await simulatedAws();
    const { cloudTrail } = aws.as(member, 'eu-central-1');
    expect((await cloudTrail.send(new GetTrailCommand({ Name: 'own' }))).Trail?.S3BucketName).toBe(
      'shop-logs',
    );
    await expect(cloudTrail.send(new GetTrailCommand({ Name: 'lost' }))).rejects.toMatchObject({
      name: 'TrailNotFoundException',
      message: `Unknown trail: arn:aws:cloudtrail:eu-central-1:${member}:trail/lost for the user: ${member}`,
    });
  });
});

describe('GetTrailStatus', () => {
  it('answers in the home Region for the name and in other Regions only for the ARN', async () => {
    const aws = await simulatedAws();
    const status = (region: string, Name: string) =>
      aws.as(management, region).cloudTrail.send(new GetTrailStatusCommand({ Name }));
    expect((await status(home, 'everything')).IsLogging).toBe(true);
    expect((await status('us-east-1', organizationTrail)).IsLogging).toBe(true);
    await expect(status('us-east-1', 'everything')).rejects.toMatchObject({ name: 'TrailNotFoundException' });
  });

  it('tells a member of an organization trail only whether it is logging, or one of two errors', async () => {
    const aws = await simulatedAws();
    const { cloudTrail } = aws.as(member, 'us-east-1');
    const status = () => cloudTrail.send(new GetTrailStatusCommand({ Name: organizationTrail }));
    expect({ ...(await status()), $metadata: {} }).toEqual({ IsLogging: true, $metadata: {} });
    aws.organization.faults.memberView('arn-invalid');
    await expect(status()).rejects.toMatchObject({
      name: 'CloudTrailARNInvalidException',
      message: `AccountID in ARN is wrong, you can only access resources with AccountID ${member}`,
    });
    aws.organization.faults.memberView('not-found');
    await expect(status()).rejects.toMatchObject({
      name: 'TrailNotFoundException',
      message: `Unknown trail: arn:aws:cloudtrail:${home}:${member}:trail/everything for the user: ${member}`,
    });
  });

  it('knows when logging started, when files and digests were delivered last, and no errors', async () => {
    const aws = await simulatedAws();
    const status = await aws
      .as(management)
      .cloudTrail.send(new GetTrailStatusCommand({ Name: 'everything' }));
    const now = aws.clock.now();
    expect(status.StartLoggingTime).toEqual(new Date(now - 30 * 24 * 3600_000));
    expect(status.StopLoggingTime).toBeUndefined();
    expect(now - Number(status.LatestDeliveryTime)).toBeLessThanOrEqual(5 * 60_000);
    expect(now - Number(status.LatestDigestDeliveryTime)).toBeLessThanOrEqual(60 * 60_000);
    expect(status.LatestDeliveryError).toBeUndefined();
    expect(status.LatestNotificationAttemptTime).toBe('');
  });
});

describe('GetEventSelectors', () => {
  it('answers all management events for a trail without selectors of its own', async () => {
    const aws = await simulatedAws();
    const { cloudTrail } = aws.as(member, 'eu-central-1');
    const { EventSelectors, AdvancedEventSelectors } = await cloudTrail.send(
      new GetEventSelectorsCommand({ TrailName: 'own' }),
    );
    expect(AdvancedEventSelectors).toBeUndefined();
    expect(EventSelectors).toEqual([
      {
        ReadWriteType: 'All',
        IncludeManagementEvents: true,
        DataResources: [],
        ExcludeManagementEventSources: [],
      },
    ]);
  });
});
