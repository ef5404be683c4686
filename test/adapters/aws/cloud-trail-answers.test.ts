import type { GetEventSelectorsCommandOutput, GetTrailStatusCommandOutput } from '@aws-sdk/client-cloudtrail';
import { describe, expect, it } from 'vitest';
import { selectorsFrom, statusFrom, trailFrom } from '#adapters/aws/cloud-trail-answers.ts';
import { shop, shopTrail } from '#test/given/shop.ts';

const answer = { $metadata: {} };

describe('a trail', () => {
  it('has no setting where AWS says nothing, and none where the console wrote an empty text', () => {
    const empty = {
      S3KeyPrefix: '',
      KmsKeyId: '',
      CloudWatchLogsLogGroupArn: '',
      CloudWatchLogsRoleArn: '',
      SnsTopicARN: '',
    };
    const bare = trailFrom({ TrailARN: shopTrail, S3BucketName: 'shop-logs' });
    expect(trailFrom({ TrailARN: shopTrail, S3BucketName: 'shop-logs', ...empty })).toEqual(bare);
    expect(bare).toEqual({
      arn: shopTrail,
      name: 'shop',
      owner: shop,
      homeRegion: 'eu-west-1',
      multiRegion: false,
      organization: false,
      globalServiceEvents: false,
      logFileValidation: false,
      customSelectors: false,
      bucket: 'shop-logs',
    });
  });

  it('has Insights only where AWS says that it has selectors for them', () => {
    const withInsights = (HasInsightSelectors?: boolean) =>
      trailFrom({ TrailARN: shopTrail, HasInsightSelectors })?.insights;
    expect([withInsights(true), withInsights(false), withInsights()]).toEqual([true, undefined, undefined]);
  });

  it.each([undefined, '', 'shop', 'arn:aws:s3:::shop-logs'])('is none when its ARN is %j', (TrailARN) => {
    expect(trailFrom({ TrailARN, Name: 'shop' })).toBeUndefined();
  });
});

describe('a status', () => {
  it('has no error where AWS writes an empty text, and no moment where AWS has none', () => {
    const empty: GetTrailStatusCommandOutput = {
      ...answer,
      IsLogging: true,
      LatestDeliveryError: '',
      LatestCloudWatchLogsDeliveryError: '',
      LatestNotificationError: '',
      LatestDigestDeliveryError: '',
      LatestDeliveryAttemptTime: '',
    };
    expect(statusFrom(empty)).toEqual({ logging: true });
    expect(statusFrom(answer)).toEqual({ logging: false });
  });

  it.each([
    ['2026-11-18T12:22:43Z', Date.UTC(2026, 10, 18, 12, 22, 43)],
    ['Success', undefined],
  ])('has the moment of the last attempt where AWS writes one: %s', (text, attemptedAt) => {
    expect(statusFrom({ ...answer, LatestDeliveryAttemptTime: text })).toEqual({
      logging: false,
      attemptedAt,
    });
  });

  it('keeps errors as AWS words them, and moments to the millisecond', () => {
    const full: GetTrailStatusCommandOutput = {
      ...answer,
      IsLogging: false,
      StopLoggingTime: new Date(1_795_000_000_123),
      LatestDeliveryError: 'NoSuchBucket',
      LatestDeliveryTime: new Date(1_794_000_000_000),
    };
    expect(statusFrom(full)).toEqual({
      logging: false,
      stoppedAt: 1_795_000_000_123,
      deliveryError: 'NoSuchBucket',
      deliveredAt: 1_794_000_000_000,
    });
  });
});

describe('selectors', () => {
  it('default to all management events, as CloudTrail does', () => {
    const bare: GetEventSelectorsCommandOutput = { ...answer, EventSelectors: [{}] };
    expect(selectorsFrom(bare)).toEqual({
      answered: { kind: 'basic', count: 1, json: '[{}]' },
      kind: 'basic',
      selectors: [{ managementEvents: true, readWrite: 'All', excludedSources: [] }],
    });
  });

  it('say that they narrow in a way that is not followed further', () => {
    const field = (more: object) => ({ Field: 'eventSource', ...more });
    const conditions = [{ StartsWith: ['a'] }, { NotEndsWith: ['b'] }, { EndsWith: [] }, { Equals: ['c'] }];
    const { selectors } = selectorsFrom({
      ...answer,
      AdvancedEventSelectors: [{ FieldSelectors: conditions.map(field) }],
    });
    const [fields] = selectors;
    expect(fields).toMatchObject([
      { narrowsOtherwise: true },
      { narrowsOtherwise: true },
      { narrowsOtherwise: false },
      { narrowsOtherwise: false, equals: ['c'] },
    ]);
  });
});
