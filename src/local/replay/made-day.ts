import type { World } from '#simulators/organization/world.ts';
import type { RecordedEvent } from './recorded-event.ts';
import { recordedEvent } from './recorded-event.ts';

/** A synthetic day of records: an account's ordinary calls, and four attacks on its trail. */
export interface MadeDay {
  readonly world: World;
  readonly events: readonly RecordedEvent[];
  /** The ids of the calls that harm the trail. */
  readonly attacks: readonly string[];
}

const account = '210987654321';
const region = 'eu-west-1';
const midnight = Date.parse('2026-11-21T00:00:00Z');
const day = 24 * 3600 * 1000;
const trail = 'main';
const logs = 'logs-of-the-trail';

type Parameters = Readonly<Record<string, unknown>> | null;
type Call = readonly [service: string, name: string, parameters: Parameters, errorCode?: string];

/** Calls that are not listened to, used in turn. */
const unheard: readonly Call[] = [
  ['ec2', 'DescribeInstances', null],
  ['sts', 'AssumeRole', { roleArn: `arn:aws:iam::${account}:role/build` }],
  ['cloudtrail', 'DescribeTrails', null],
  ['s3', 'GetBucketAcl', { bucketName: logs }],
  ['kms', 'GenerateDataKey', { keyId: 'alias/shop' }],
  ['ec2', 'RunInstances', { instanceType: 't4g.micro' }],
  ['iam', 'ListRoles', null],
  ['cloudtrail', 'GetTrailStatus', { name: trail }],
  ['logs', 'CreateLogStream', { logGroupName: '/aws/lambda/shop' }],
  ['dynamodb', 'DescribeTable', { tableName: 'orders' }],
];

const quickly = { Rule: { Status: 'Enabled', Expiration: { Days: 1 } } };
const nothing = { Version: '2012-10-17', Statement: [] };
const topicArn = `arn:aws:sns:${region}:${account}:shop`;

/** Calls that are listened to, but failed or concern nothing that a trail depends on. */
const heard: readonly Call[] = [
  ['s3', 'PutBucketPolicy', { bucketName: 'shop-pictures', bucketPolicy: nothing }],
  ['iam', 'PutRolePolicy', { roleName: 'shop-function', policyName: 'inline' }],
  ['kms', 'DisableKey', { keyId: '00000000-0000-0000-0000-00000000beef' }],
  ['s3', 'PutBucketLifecycle', { bucketName: 'shop-pictures', LifecycleConfiguration: quickly }],
  ['logs', 'DeleteLogGroup', { logGroupName: '/aws/lambda/shop-old' }],
  ['sns', 'SetTopicAttributes', { topicArn }],
  ['cloudtrail', 'StopLogging', { name: 'of-somebody-else' }, 'TrailNotFoundException'],
  ['iam', 'DeleteRolePolicy', { roleName: 'shop-old', policyName: 'inline' }, 'NoSuchEntity'],
];

/** The calls of a day without attacks: every tenth is one that is listened to. */
function ordinary(index: number): Call {
  const [calls, turn] = index % 10 === 9 ? [heard, (index - 9) / 10] : [unheard, index];
  return calls[turn % calls.length] ?? ['sts', 'GetCallerIdentity', null];
}

const selectors = (includeManagementEvents: boolean): Parameters => ({
  trailName: trail,
  eventSelectors: [{ readWriteType: 'All', includeManagementEvents, dataResources: [] }],
});

/** The calls that harm and repair the trail, by hour of the day. */
const story: readonly (readonly [hour: number, call: Call, harm: boolean])[] = [
  [3, ['cloudtrail', 'StopLogging', { name: trail }], true],
  [4, ['cloudtrail', 'StartLogging', { name: trail }], false],
  [9, ['cloudtrail', 'PutEventSelectors', selectors(false)], true],
  [10, ['cloudtrail', 'PutEventSelectors', selectors(true)], false],
  [
    15,
    ['cloudtrail', 'UpdateTrail', { name: trail, isMultiRegionTrail: false, enableLogFileValidation: false }],
    true,
  ],
  [
    16,
    ['cloudtrail', 'UpdateTrail', { name: trail, isMultiRegionTrail: true, enableLogFileValidation: true }],
    false,
  ],
  [21, ['cloudtrail', 'DeleteTrail', { name: trail }], true],
];

function record(
  id: string,
  at: number,
  [service, name, parameters, errorCode]: Call,
): Record<string, unknown> {
  return {
    eventVersion: '1.11',
    eventID: id,
    eventTime: new Date(at).toISOString().replace('.000', ''),
    eventSource: `${service}.amazonaws.com`,
    eventName: name,
    awsRegion: region,
    sourceIPAddress: '198.51.100.24',
    userAgent: 'aws-cli/2.17.32',
    userIdentity: { type: 'IAMUser', accountId: account, userName: 'ada', principalId: 'AIDAEXAMPLE' },
    requestParameters: parameters,
    responseElements: null,
    ...(errorCode === undefined ? {} : { errorCode }),
    recipientAccountId: account,
    eventType: 'AwsApiCall',
  };
}

function idOf(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** A made-up day of `count` records, the same at every call; its attacks are among them. */
export function madeDay(count: number): MadeDay {
  const step = Math.floor(day / count / 1000) * 1000;
  const quiet = Array.from({ length: count - story.length }, (_, index) =>
    record(idOf(index), midnight + index * step, ordinary(index)),
  );
  const told = story.map(([hour, call], index) =>
    record(idOf(count + index), midnight + hour * 3_600_000, call),
  );
  return {
    world: {
      regions: ['us-east-1', region],
      accounts: [{ id: account, name: 'shop' }],
      trails: [{ name: trail, accountId: account, homeRegion: region, multiRegion: true, bucket: logs }],
      buckets: [logs, 'shop-pictures'].map((name) => ({ name, accountId: account, region })),
    },
    events: [...quiet, ...told].flatMap((one) => recordedEvent(one) ?? []),
    attacks: story.flatMap(([, , harm], index) => (harm ? [idOf(count + index)] : [])),
  };
}
