import { DescribeTrailsCommand, GetTrailStatusCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import {
  DeleteBucketReplicationCommand,
  GetBucketPolicyCommand,
  PutBucketPolicyCommand,
} from '@aws-sdk/client-s3';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';

import type { Identity } from '#simulators/organization/identities.ts';

import {
  home,
  logArchive,
  management,
  member,
  organizationTrail,
  simulatedAws,
} from '#test/given/simulated-aws.ts';

const reader: Identity = { kind: 'role', role: 'trailwarden-read', session: 'sweep' };
const describeTrails = new DescribeTrailsCommand({});

describe('eventual consistency', () => {
  it('shows reads the old state for a while, while writes already build on the new one', async () => {
    const aws = await simulatedAws();
    aws.organization.faults.consistencyDelay(5000);
    const { cloudTrail } = aws.as(management);
    const isLogging = async () =>
      (await cloudTrail.send(new GetTrailStatusCommand({ Name: 'everything' }))).IsLogging;
    await cloudTrail.send(new StopLoggingCommand({ Name: 'everything' }));
    aws.clock.advance(4999);
    expect(await isLogging()).toBe(true);
    aws.clock.advance(1);
    expect(await isLogging()).toBe(false);
  });
});

describe('refusals', () => {
  it('throttle the calls that match, in the words of each service', async () => {
    const aws = await simulatedAws();
    aws.organization.faults.throttle(({ service, accountId }) => service !== 'sts' && accountId === member);
    await expect(aws.as(member).cloudTrail.send(describeTrails)).rejects.toMatchObject({
      name: 'ThrottlingException',
      message: 'Rate exceeded',
    });
    await expect(
      aws.as(member).s3.send(new GetBucketPolicyCommand({ Bucket: 'x-y-z' })),
    ).rejects.toMatchObject({
      name: 'SlowDown',
    });
    await aws.as(management).cloudTrail.send(describeTrails);
    aws.organization.faults.throttle();
    await aws.as(member).cloudTrail.send(describeTrails);
  });

  it('allow ten reads a second for each account and Region where the real limit is on', async () => {
    const aws = await simulatedAws();
    aws.organization.faults.rateLimit(true);
    const ask = (account: string, times: number) => {
      const { cloudTrail } = aws.as(account);
      return Promise.allSettled(Array.from({ length: times }, () => cloudTrail.send(describeTrails)));
    };
    const answered = (results: { status: string }[]): number =>
      results.filter(({ status }) => status === 'fulfilled').length;
    expect(answered(await ask(member, 12))).toBe(10);
    expect(answered(await ask(logArchive, 3))).toBe(3);
    aws.clock.advance(1000);
    expect(answered(await ask(member, 1))).toBe(1);
  });

  it('make an account unreadable in three ways, and readable again', async () => {
    const aws = await simulatedAws();
    const { faults } = aws.organization;
    const RoleArn = `arn:aws:iam::${member}:role/trailwarden-read`;
    const assume = () =>
      aws.as(management).sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'sweep' }));
    const read = () => aws.as(member, home, reader).cloudTrail.send(describeTrails);
    faults.unreadable(member, 'no-role');
    await expect(assume()).rejects.toMatchObject({ name: 'AccessDenied' });
    faults.unreadable(member, 'denied');
    await expect(read()).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('because no identity-based policy allows') as unknown,
    });
    faults.unreadable(member, 'scp');
    await expect(read()).rejects.toMatchObject({
      message: expect.stringContaining('with an explicit deny in a service control policy') as unknown,
    });
    faults.unreadable(member);
    await assume();
    await read();
  });

  it('close a single Region by SCP or because it is not enabled', async () => {
    const aws = await simulatedAws();
    const { faults } = aws.organization;
    faults.denyRegion(member, 'us-east-1', 'disabled');
    const there = () => aws.as(member, 'us-east-1').cloudTrail.send(describeTrails);
    await expect(there()).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
    faults.denyRegion(member, 'us-east-1', 'scp');
    await expect(there()).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await aws.as(member, home).cloudTrail.send(describeTrails);
    faults.denyRegion(member, 'us-east-1');
    await there();
  });

  it('hold the read role to the policy the test gives it', async () => {
    const asked: string[] = [];
    const readRolePolicy = (action: string, resource: string): boolean => {
      asked.push(`${action} ${resource}`);
      return action !== 'cloudtrail:GetTrailStatus';
    };
    const aws = await simulatedAws(undefined, { readRolePolicy });
    const { cloudTrail } = aws.as(management, home, reader);
    await cloudTrail.send(describeTrails);
    await expect(cloudTrail.send(new GetTrailStatusCommand({ Name: 'everything' }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    expect(asked).toEqual(['cloudtrail:DescribeTrails *', `cloudtrail:GetTrailStatus ${organizationTrail}`]);
  });

  it('turn away keys that nobody has', async () => {
    const aws = await simulatedAws();
    const stranger = aws.with({ accessKeyId: 'AKIASTRANGER', secretAccessKey: 'x' });
    await expect(stranger.cloudTrail.send(describeTrails)).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
  });

  it('believe the gateway when it names the caller', async () => {
    const aws = await simulatedAws();
    const { cloudTrail } = aws.with({ accessKeyId: 'ASIALAMBDA', secretAccessKey: 'x' });
    cloudTrail.middlewareStack.add(
      (next) => (args) => {
        (args.request as { headers: Record<string, string> }).headers['x-local-caller-arn'] =
          `arn:aws:sts::${logArchive}:assumed-role/evaluate/function`;
        return next(args);
      },
      { step: 'build' },
    );
    await cloudTrail.send(describeTrails);
    expect(aws.organization.calls.at(-1)).toMatchObject({
      accountId: logArchive,
      operation: 'DescribeTrails',
    });
  });
});

describe('what is not simulated', () => {
  it('answers an error and is remembered, so that a test can fail on it', async () => {
    const aws = await simulatedAws();
    await expect(
      aws.as(logArchive).s3.send(new DeleteBucketReplicationCommand({ Bucket: 'all-logs' })),
    ).rejects.toMatchObject({ name: 'UnknownOperationException' });
    const Condition = { DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } };
    const Policy = JSON.stringify({
      Statement: { Effect: 'Deny', Principal: '*', Action: '*', Resource: '*', Condition },
    });
    await expect(
      aws.as(logArchive).s3.send(new PutBucketPolicyCommand({ Bucket: 'all-logs', Policy })),
    ).rejects.toMatchObject({ name: 'MalformedPolicy' });
    expect(aws.organization.unknownOperations).toEqual([
      's3:DELETE replication',
      's3:PutBucketPolicy with condition operator DateGreaterThan',
    ]);
  });
});

describe('the call log', () => {
  it('holds who called what where, which permission that needed, and how it ended', async () => {
    const aws = await simulatedAws();
    await aws.as(member).cloudTrail.send(describeTrails);
    await expect(aws.as(member).cloudTrail.send(new StopLoggingCommand({ Name: 'lost' }))).rejects.toThrow();
    const common = { at: aws.clock.now(), accountId: member, region: home, service: 'cloudtrail' };
    const principalArn = `arn:aws:sts::${member}:assumed-role/Admin/mallory`;
    expect(aws.organization.calls).toEqual([
      {
        ...common,
        principalArn,
        operation: 'DescribeTrails',
        action: 'cloudtrail:DescribeTrails',
        resource: '*',
      },
      {
        ...common,
        principalArn,
        operation: 'StopLogging',
        errorCode: 'TrailNotFoundException',
        action: 'cloudtrail:StopLogging',
        resource: `arn:aws:cloudtrail:${home}:${member}:trail/lost`,
      },
    ]);
  });
});
