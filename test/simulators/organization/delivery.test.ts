import {
  CreateTrailCommand,
  GetTrailStatusCommand,
  type GetTrailStatusCommandOutput,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  PutBucketPolicyCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';

import type { SimulatedAws } from '#test/given/simulated-aws.ts';
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

function status(aws: SimulatedAws, region = home): Promise<GetTrailStatusCommandOutput> {
  return aws.as(management, region).cloudTrail.send(new GetTrailStatusCommand({ Name: organizationTrail }));
}

/** Passes the world's due moments one by one, as the local cloud does. */
function passDeliveries(aws: SimulatedAws): number {
  let passed = 0;
  for (let due = aws.organization.nextDue(); due !== undefined; due = aws.organization.nextDue()) {
    aws.clock.advance(Math.max(0, due - aws.clock.now()));
    aws.organization.runDue(aws.clock.now());
    passed += 1;
  }
  return passed;
}

describe('deliveries', () => {
  it('that go well are no moments to wait for, however many there are', async () => {
    const aws = await simulatedAws();
    expect(aws.organization.nextDue()).toBeUndefined();
  });

  it('fail with AccessDenied at the next attempt after the bucket policy went, not before', async () => {
    const aws = await simulatedAws();
    const before = await status(aws);
    await aws.as(logArchive).s3.send(new DeleteBucketPolicyCommand({ Bucket: 'all-logs' }));
    expect((await status(aws)).LatestDeliveryError).toBeUndefined();
    expect(passDeliveries(aws)).toBeGreaterThan(0);
    for (const region of smallWorld.regions) {
      expect(await status(aws, region)).toMatchObject({
        IsLogging: true,
        LatestDeliveryError: 'AccessDenied',
      });
    }
    const after = await status(aws);
    expect(after.LatestDeliveryTime).toEqual(before.LatestDeliveryTime);
    expect(Date.parse(after.LatestDeliveryAttemptTime ?? '')).toBeGreaterThan(
      Number(before.LatestDeliveryTime),
    );
  });

  it('clear after a repair with a newer LatestDeliveryTime', async () => {
    const aws = await simulatedAws();
    const { s3 } = aws.as(logArchive);
    const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket: 'all-logs' }));
    await s3.send(new DeleteBucketPolicyCommand({ Bucket: 'all-logs' }));
    passDeliveries(aws);
    const broken = await status(aws);
    await s3.send(new PutBucketPolicyCommand({ Bucket: 'all-logs', Policy }));
    expect((await status(aws)).LatestDeliveryError).toBe('AccessDenied');
    passDeliveries(aws);
    const repaired = await status(aws);
    expect(repaired.LatestDeliveryError).toBeUndefined();
    expect(Number(repaired.LatestDeliveryTime)).toBeGreaterThan(Number(broken.LatestDeliveryTime));
  });

  it('fail with NoSuchBucket when the bucket is gone, and with AccessDenied when a stranger took its name', async () => {
    const aws = await simulatedAws();
    await aws.as(logArchive).s3.send(new DeleteBucketCommand({ Bucket: 'all-logs' }));
    passDeliveries(aws);
    expect((await status(aws)).LatestDeliveryError).toBe('NoSuchBucket');
    await aws.as(member).s3.send(new CreateBucketCommand({ Bucket: 'all-logs' }));
    passDeliveries(aws);
    expect((await status(aws)).LatestDeliveryError).toBe('AccessDenied');
  });

  it.each([
    ['no GetBucketAcl', [{ Action: 's3:PutObject', Resource: '*' }]],
    [
      'another prefix',
      [
        { Action: 's3:*', Resource: 'arn:aws:s3:::all-logs' },
        { Action: 's3:PutObject', Resource: 'arn:aws:s3:::all-logs/old/*' },
      ],
    ],
    [
      'the SourceArn of another trail',
      [{ Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:SourceArn': ownTrail } } }],
    ],
    [
      'a deny that CloudTrail runs into because it has no organization',
      [
        { Action: '*', Resource: '*' },
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:PutObject',
          Resource: '*',
          Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-exampleorg' } },
        },
      ],
    ],
  ])('are refused by a policy with %s', async (_what, statements) => {
    const aws = await simulatedAws();
    const Principal = { Service: 'cloudtrail.amazonaws.com' };
    const Policy = JSON.stringify({
      Statement: statements.map((one) => ({ Effect: 'Allow', Principal, ...one })),
    });
    await aws.as(logArchive).s3.send(new PutBucketPolicyCommand({ Bucket: 'all-logs', Policy }));
    passDeliveries(aws);
    expect((await status(aws)).LatestDeliveryError).toBe('AccessDenied');
    expect(aws.organization.unknownOperations).toEqual([]);
  });

  it('end when logging is stopped, and their last success stays', async () => {
    const aws = await simulatedAws();
    await aws.as(management).cloudTrail.send(new StopLoggingCommand({ Name: 'everything' }));
    const stopped = aws.clock.now();
    aws.clock.advance(3600_000);
    expect(Number((await status(aws)).LatestDeliveryTime)).toBeLessThanOrEqual(stopped);
  });

  it('show errors of log group, topic and digest that were put there', async () => {
    const trails = smallWorld.trails?.map((trail) => ({
      ...trail,
      logGroupArn: `arn:aws:logs:${home}:${management}:log-group:trail:*`,
      topicArn: `arn:aws:sns:${home}:${management}:trail`,
      deliveryErrors: { cloudWatchLogs: 'AccessDenied', digest: { error: 'NoSuchBucket', regions: [home] } },
    }));
    const aws = await simulatedAws({ ...smallWorld, trails: trails ?? [] });
    const here = await status(aws);
    expect(here).toMatchObject({
      LatestCloudWatchLogsDeliveryError: 'AccessDenied',
      LatestDigestDeliveryError: 'NoSuchBucket',
    });
    expect(here.LatestNotificationTime).toBeInstanceOf(Date);
    expect((await status(aws, 'us-east-1')).LatestDigestDeliveryError).toBeUndefined();
    aws.organization.faults.deliveryErrors(organizationTrail, { s3: 'KMS.DisabledException' });
    passDeliveries(aws);
    const later = await status(aws);
    expect(later.LatestDeliveryError).toBe('KMS.DisabledException');
    expect(later.LatestCloudWatchLogsDeliveryError).toBeUndefined();
  });

  it('begin with the first StartLogging of a new trail', async () => {
    const aws = await simulatedAws();
    const { cloudTrail } = aws.as(management);
    await aws.as(management).s3.send(new CreateBucketCommand({ Bucket: 'new-logs' }));
    const Statement = {
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: '*',
      Resource: '*',
    };
    const Policy = JSON.stringify({ Statement });
    await aws.as(management).s3.send(new PutBucketPolicyCommand({ Bucket: 'new-logs', Policy }));
    await cloudTrail.send(new CreateTrailCommand({ Name: 'new', S3BucketName: 'new-logs' }));
    aws.clock.advance(3600_000);
    const { LatestDeliveryTime } = await cloudTrail.send(new GetTrailStatusCommand({ Name: 'new' }));
    expect(LatestDeliveryTime).toBeUndefined();
  });
});
