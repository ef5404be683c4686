import { request as httpRequest } from 'node:http';

import {
  DeleteBucketCommand,
  DeleteBucketLifecycleCommand,
  DeleteBucketPolicyCommand,
  GetBucketAclCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  HeadBucketCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';

import { home, logArchive, management, member, simulatedAws, smallWorld } from '#test/given/simulated-aws.ts';

const Bucket = 'all-logs';
const Rules = [
  { ID: 'soon gone', Status: 'Enabled' as const, Filter: { Prefix: '*' }, Expiration: { Days: 1 } },
];

describe('buckets', () => {
  it('keep a policy, give it back and lose it', async () => {
    const aws = await simulatedAws();
    const { s3 } = aws.as(logArchive);
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [] });
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    expect((await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(Policy);
    await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
    await expect(s3.send(new GetBucketPolicyCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchBucketPolicy',
    });
    expect(aws.events.map(({ region, detail }) => [region, detail['requestParameters'] as unknown])).toEqual([
      [
        home,
        {
          bucketName: Bucket,
          Host: `${Bucket}.s3.${home}.amazonaws.com`,
          policy: '',
          bucketPolicy: JSON.parse(Policy) as unknown,
        },
      ],
      [home, { bucketName: Bucket, Host: `${Bucket}.s3.${home}.amazonaws.com`, policy: '' }],
    ]);
    expect(aws.events[0]?.detail['userAgent']).toMatch(/^\[aws-sdk-js/);
    expect(aws.events[0]?.detail['resources']).toEqual([
      { accountId: logArchive, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${Bucket}` },
    ]);
  });

  it('keep life-cycle rules, recorded under the old name and with XML names', async () => {
    const aws = await simulatedAws();
    const { s3 } = aws.as(logArchive);
    await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));
    expect((await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules).toEqual(Rules);
    await s3.send(new DeleteBucketLifecycleCommand({ Bucket }));
    await expect(s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchLifecycleConfiguration',
    });
    expect(aws.events.map(({ detail }) => String(detail['eventName']))).toEqual([
      'PutBucketLifecycle',
      'DeleteBucketLifecycle',
    ]);
    expect(aws.events[0]?.detail['requestParameters']).toMatchObject({
      lifecycle: '',
      LifecycleConfiguration: {
        xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/',
        Rule: { ID: 'soon gone', Status: 'Enabled', Filter: { Prefix: '*' }, Expiration: { Days: 1 } },
      },
    });
  });

  it('show their owner and Region, and are not there when they are not', async () => {
    const aws = await simulatedAws();
    const { s3 } = aws.as(logArchive);
    expect((await s3.send(new HeadBucketCommand({ Bucket }))).BucketRegion).toBe(home);
    const { Owner, Grants } = await s3.send(new GetBucketAclCommand({ Bucket }));
    expect(Owner).toEqual({ ID: logArchive });
    expect(Grants).toMatchObject([
      { Grantee: { ID: logArchive, Type: 'CanonicalUser' }, Permission: 'FULL_CONTROL' },
    ]);
    await expect(s3.send(new HeadBucketCommand({ Bucket: 'nowhere' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
    await expect(
      aws.as(logArchive, 'us-east-1').s3.send(new GetBucketAclCommand({ Bucket })),
    ).rejects.toMatchObject({
      name: 'PermanentRedirect',
    });
  });

  it('that are not empty cannot be deleted, and the attempt is an event', async () => {
    const buckets = smallWorld.buckets?.map((bucket) => ({ ...bucket, notEmpty: true })) ?? [];
    const aws = await simulatedAws({ ...smallWorld, buckets });
    await expect(aws.as(logArchive).s3.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({
      name: 'BucketNotEmpty',
    });
    expect(aws.events).toMatchObject([
      { detail: { eventName: 'DeleteBucket', errorCode: 'BucketNotEmpty' } },
    ]);
  });

  it('answer with a virtual host as well', async () => {
    const aws = await simulatedAws();
    const { endpoint } = aws.as(logArchive);
    const { accessKeyId } = aws.organization.credentials({
      accountId: logArchive,
      identity: { kind: 'role', role: 'Admin', session: 'mallory', mfa: true },
    });
    const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20261121/${home}/s3/aws4_request, SignedHeaders=host, Signature=0`;
    const status = await new Promise((resolve, reject) => {
      const headers = { host: `${Bucket}.localhost:1234`, authorization };
      httpRequest(`${endpoint}/`, { method: 'HEAD', headers }, ({ statusCode }) => resolve(statusCode))
        .on('error', reject)
        .end();
    });
    expect(status).toBe(200);
  });
});

describe('a bucket of another account', () => {
  const allow = { Effect: 'Allow', Principal: { AWS: management }, Action: 's3:*', Resource: '*' };
  const shared = (): typeof smallWorld => ({
    ...smallWorld,
    buckets: smallWorld.buckets?.map((bucket) => ({ ...bucket, policy: { Statement: [allow] } })) ?? [],
  });

  it('gives caller and owner an event each, joined by the same sharedEventID', async () => {
    const aws = await simulatedAws(shared());
    const LifecycleConfiguration = { Rules };
    await aws
      .as(management)
      .s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }));
    expect(aws.events.map(({ account }) => account)).toEqual([management, logArchive]);
    const [mine, theirs] = aws.events.map(({ detail }) => detail);
    expect(mine?.['sharedEventID']).toMatch(/^[0-9a-f-]{36}$/);
    expect(theirs?.['sharedEventID']).toBe(mine?.['sharedEventID']);
    expect(theirs?.['eventID']).not.toBe(mine?.['eventID']);
    expect(theirs).toMatchObject({ recipientAccountId: logArchive, userIdentity: { accountId: management } });
  });

  it('keeps its policy from other accounts whatever it grants', async () => {
    const aws = await simulatedAws(shared());
    await expect(aws.as(management).s3.send(new DeleteBucketPolicyCommand({ Bucket }))).rejects.toMatchObject(
      {
        name: 'MethodNotAllowed',
      },
    );
  });

  it('is closed to those it grants nothing, and only they hear of the attempt', async () => {
    const aws = await simulatedAws();
    await expect(aws.as(member).s3.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    expect(aws.events).toMatchObject([{ account: member, detail: { errorCode: 'AccessDenied' } }]);
  });
});
