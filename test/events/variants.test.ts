import { describe, expect, test } from 'vitest';
import { explain, type Explained } from '#cli/commands/explain-file.ts';
import { made } from '#test/given/made-event.ts';
import { envelopeOf } from '#test/given/pattern-matcher.ts';

type Fields = Record<string, unknown>;
type Row = readonly [
  about: string,
  record: Fields,
  verdict: Explained['decision'],
  more?: Partial<Explained>,
];

/** A record without the members named. */
const without = (record: Fields, ...names: string[]): Fields =>
  Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));

const account = '111122223333';
const arn = (partition: string, region: string): string =>
  `arn:${partition}:cloudtrail:${region}:${account}:trail/main`;
const stop = (more: Fields = {}): Fields =>
  made('cloudtrail', 'StopLogging', { requestParameters: { name: 'main' }, ...more });
const remove = (more: Fields = {}): Fields =>
  made('cloudtrail', 'DeleteTrail', { requestParameters: { name: 'main' }, ...more });
const key = 'arn:aws:kms:eu-west-1:111122223333:key/mrk-0123456789abcdef';
const keyOf = (id: string): Partial<Explained> => ({ dependsOn: { kind: 'key', id } });
const bucket: Partial<Explained> = { dependsOn: { kind: 'bucket', id: 'logs' } };

/** What records of one event look like through the years, partitions, consoles and exports. */
const shapes: readonly Row[] = [
  [
    'version 1.0 of 2013 has neither event id nor recipient nor event type',
    without(
      stop({ eventVersion: '1.0' }),
      'eventID',
      'recipientAccountId',
      'eventType',
      'eventCategory',
      'managementEvent',
      'readOnly',
    ),
    'evaluate',
    { trail: 'main', accountId: account },
  ],
  [
    'version 1.01',
    without(stop({ eventVersion: '1.01' }), 'recipientAccountId', 'sharedEventID'),
    'evaluate',
  ],
  [
    'version 1.02 with the answer as text null',
    stop({ eventVersion: '1.02', responseElements: 'null' }),
    'evaluate',
  ],
  [
    'version 1.03 without a user agent',
    without(stop({ eventVersion: '1.03' }), 'userAgent', 'readOnly'),
    'evaluate',
  ],
  ['a version that does not exist yet', stop({ eventVersion: '2.0', newMember: { deep: [1] } }), 'evaluate'],
  ['parameters left out', without(stop(), 'requestParameters'), 'evaluate', { regions: ['eu-west-1'] }],
  ['parameters as JSON text', stop({ requestParameters: '{"name":"main"}' }), 'evaluate', { trail: 'main' }],
  ['empty parameters', stop({ requestParameters: {} }), 'evaluate', { regions: ['eu-west-1'] }],
  ['an empty name', stop({ requestParameters: { name: '' } }), 'evaluate'],
  ['error code null', stop({ errorCode: null, errorMessage: null }), 'evaluate'],
  ['error code empty', stop({ errorCode: '', errorMessage: '' }), 'evaluate'],
  ['error code as text null', stop({ errorCode: 'null' }), 'evaluate'],
  ['error code as a dash, as table exports write nothing', stop({ errorCode: '-' }), 'evaluate'],
  ['error code "success", as one search tool names it', stop({ errorCode: 'success' }), 'evaluate'],
  ['no user identity', without(stop(), 'userIdentity'), 'evaluate', { accountId: account }],
  ['the identity as text', stop({ userIdentity: '***' }), 'evaluate'],
  [
    'an identity store user',
    stop({
      userIdentity: {
        type: 'IdentityCenterUser',
        accountId: account,
        onBehalfOf: { userId: 'u-1', identityStoreArn: 'arn:aws:identitystore::1:identitystore/d-1' },
      },
    }),
    'evaluate',
  ],
  [
    'root in the console',
    stop({
      userIdentity: {
        type: 'Root',
        accountId: account,
        principalId: account,
        arn: `arn:aws:iam::${account}:root`,
      },
      userAgent: 'signin.amazonaws.com',
      sessionCredentialFromConsole: 'true',
    }),
    'evaluate',
  ],
  [
    'called by CloudFormation',
    remove({
      userIdentity: { type: 'AssumedRole', invokedBy: 'cloudformation.amazonaws.com' },
      sourceIPAddress: 'cloudformation.amazonaws.com',
      userAgent: 'cloudformation.amazonaws.com',
    }),
    'evaluate',
  ],
  [
    'called by Control Tower itself',
    remove({
      userIdentity: { type: 'AWSService', invokedBy: 'controltower.amazonaws.com' },
      sourceIPAddress: 'controltower.amazonaws.com',
    }),
    'evaluate',
  ],
  [
    'an account id that was redacted',
    stop({ recipientAccountId: '***', userIdentity: { accountId: '12345' } }),
    'evaluate',
  ],
  [
    'an account id as a number',
    stop({ recipientAccountId: 111122223333 }),
    'evaluate',
    { accountId: account },
  ],
  [
    'China',
    stop({ awsRegion: 'cn-north-1', requestParameters: { name: arn('aws-cn', 'cn-north-1') } }),
    'evaluate',
    { regions: ['cn-north-1'] },
  ],
  [
    'China with its own ending',
    stop({ awsRegion: 'cn-northwest-1', eventSource: 'cloudtrail.amazonaws.com.cn' }),
    'evaluate',
  ],
  [
    'GovCloud',
    remove({ awsRegion: 'us-gov-west-1', requestParameters: { name: arn('aws-us-gov', 'us-gov-west-1') } }),
    'evaluate',
    { regions: ['us-gov-west-1'] },
  ],
  [
    'the European sovereign cloud',
    stop({ awsRegion: 'eusc-de-east-1', requestParameters: { name: arn('aws-eusc', 'eusc-de-east-1') } }),
    'evaluate',
    { trail: arn('aws-eusc', 'eusc-de-east-1') },
  ],
  [
    'an isolated partition',
    stop({ awsRegion: 'us-iso-east-1', requestParameters: { name: arn('aws-iso', 'us-iso-east-1') } }),
    'evaluate',
    { trail: arn('aws-iso', 'us-iso-east-1') },
  ],
  [
    'a Region that an anonymiser made up',
    stop({ awsRegion: 'sa-central-3r' }),
    'evaluate',
    { regions: ['sa-central-3r'] },
  ],
  [
    'called in another Region by ARN',
    stop({ requestParameters: { name: arn('aws', 'us-east-1') } }),
    'evaluate',
    { regions: ['us-east-1'] },
  ],
  ['the time in seconds, as exports write it', stop({ eventTime: 1_700_000_000 }), 'evaluate'],
  ['no time at all', without(stop(), 'eventTime'), 'evaluate'],
  ['through a VPC endpoint', stop({ vpcEndpointId: 'vpce-1', vpcEndpointAccountId: account }), 'evaluate'],
  [
    'corrected later',
    stop({ addendum: { reason: 'DELIVERY_DELAY', originalRequestID: 'r', originalEventID: 'e' } }),
    'evaluate',
  ],
  [
    'delivered twice, to the owner of an organization trail',
    stop({ sharedEventID: 's-1', recipientAccountId: '444455556666' }),
    'evaluate',
    { accountId: '444455556666' },
  ],
  [
    'the network activity of a call is as good a hint as the call',
    made('cloudtrail', 'StopLogging', {
      eventType: 'AwsVpceEvents',
      eventCategory: 'NetworkActivity',
      vpcEndpointId: 'vpce-1',
    }),
    'evaluate',
  ],
];

const calls: readonly Row[] = [
  [
    'CreateTrail from the console, everything unset as empty text',
    made('cloudtrail', 'CreateTrail', {
      requestParameters: {
        name: 'main',
        s3BucketName: 'logs',
        s3KeyPrefix: '',
        snsTopicName: '',
        kmsKeyId: '',
        cloudWatchLogsLogGroupArn: '',
        cloudWatchLogsRoleArn: '',
        isMultiRegionTrail: true,
        tagsList: [],
      },
      responseElements: { trailARN: arn('aws', 'eu-west-1'), isMultiRegionTrail: true },
    }),
    'evaluate',
    { regions: 'all' },
  ],
  [
    'UpdateTrail to one Region',
    made('cloudtrail', 'UpdateTrail', { requestParameters: { name: 'main', isMultiRegionTrail: false } }),
    'evaluate',
    { regions: 'all', trail: 'main' },
  ],
  [
    'UpdateTrail with flags as text',
    made('cloudtrail', 'UpdateTrail', {
      requestParameters: { name: 'main', isMultiRegionTrail: 'false', enableLogFileValidation: 'false' },
    }),
    'evaluate',
    { regions: 'all' },
  ],
  [
    'PutEventSelectors whose answer alone has the ARN',
    made('cloudtrail', 'PutEventSelectors', {
      requestParameters: { trailName: 'main', eventSelectors: [] },
      responseElements: { trailARN: arn('aws', 'eu-west-1') },
    }),
    'evaluate',
    { trail: arn('aws', 'eu-west-1') },
  ],
  [
    'PutEventSelectors in both forms at once',
    made('cloudtrail', 'PutEventSelectors', {
      requestParameters: {
        trailName: 'main',
        eventSelectors: null,
        advancedEventSelectors: [
          {
            name: 'Management events',
            fieldSelectors: [
              { field: 'eventCategory', equals: ['Management'], notEquals: [], startsWith: [] },
            ],
          },
        ],
      },
    }),
    'evaluate',
    { trail: 'main' },
  ],
  [
    'DisableKey by its bare id, the ARN in the resources',
    made('kms', 'DisableKey', {
      requestParameters: { keyId: 'mrk-0123456789abcdef' },
      resources: [{ accountId: account, type: 'AWS::KMS::Key', ARN: key }],
    }),
    'evaluate',
    keyOf(key),
  ],
  [
    'ScheduleKeyDeletion of a replica',
    made('kms', 'ScheduleKeyDeletion', {
      requestParameters: { keyId: key, pendingWindowInDays: 7 },
      responseElements: {
        keyId: key,
        keyState: 'PendingReplicaDeletion',
        deletionDate: 'Dec 1, 2026, 12:00:00 AM',
      },
    }),
    'evaluate',
    keyOf(key),
  ],
  [
    'a key AWS has deleted, without any parameters',
    without(
      made('kms', 'DeleteKey', {
        eventType: 'AwsServiceEvent',
        userIdentity: { accountId: account, invokedBy: 'AWS Internal' },
        serviceEventDetails: { keyId: key },
        resources: [{ accountId: account, type: 'AWS::KMS::Key', ARN: key }],
      }),
      'requestParameters',
    ),
    'evaluate',
    keyOf(key),
  ],
  [
    'a lifecycle under its old name, the bucket in a list',
    made('s3', 'PutBucketLifecycle', {
      eventVersion: '1.03',
      requestParameters: { bucketName: ['logs'], lifecycle: [''] },
    }),
    'evaluate',
    bucket,
  ],
  [
    'a bucket policy with capital Host',
    made('s3', 'PutBucketPolicy', {
      requestParameters: {
        bucketName: 'logs',
        Host: 'logs.s3.eu-west-1.amazonaws.com',
        bucketPolicy: { Version: '2012-10-17', Statement: [] },
      },
    }),
    'evaluate',
    bucket,
  ],
  [
    'a bucket named by its resource alone',
    without(
      made('s3', 'DeleteBucketPolicy', {
        resources: [{ accountId: account, type: 'AWS::S3::Bucket', ARN: 'arn:aws-cn:s3:::logs' }],
      }),
      'requestParameters',
    ),
    'evaluate',
    bucket,
  ],
  [
    'a bucket deleted from the console',
    made('s3', 'DeleteBucket', {
      requestParameters: { bucketName: 'logs', Host: 's3-eu-west-1.amazonaws.com' },
      userAgent: '[S3Console/0.4, aws-internal/3]',
      additionalEventData: { bytesTransferredIn: 0 },
    }),
    'evaluate',
    bucket,
  ],
  [
    'a log group by ARN',
    made('logs', 'DeleteLogGroup', {
      requestParameters: {
        logGroupIdentifier: `arn:aws:logs:eu-west-1:${account}:log-group:aws-cloudtrail-logs`,
      },
    }),
    'evaluate',
    { dependsOn: { kind: 'log-group', id: 'aws-cloudtrail-logs' } },
  ],
  [
    'trusted access by its service principal',
    made('organizations', 'DisableAWSServiceAccess', {
      awsRegion: 'us-east-1',
      requestParameters: { servicePrincipal: 'cloudtrail.amazonaws.com' },
    }),
    'evaluate',
    { everyAccount: true },
  ],
  [
    'a delegated administrator of CloudTrail',
    made('cloudtrail', 'RegisterOrganizationDelegatedAdmin', {
      awsRegion: 'us-east-1',
      requestParameters: { memberAccountId: '444455556666' },
    }),
    'evaluate',
    { everyAccount: true },
  ],
  [
    'an account that left, told by AWS',
    made('organizations', 'AccountDepartedOrganization', {
      eventType: 'AwsServiceEvent',
      serviceEventDetails: '{"accountId":"444455556666"}',
    }),
    'evaluate',
    { accountId: '444455556666' },
  ],
];

const failures: readonly Row[] = [
  [
    'an explicit deny of a service control policy',
    stop({
      requestParameters: null,
      errorCode: 'AccessDenied',
      errorMessage: `User: arn:aws:sts::${account}:assumed-role/x/y is not authorized to perform: cloudtrail:StopLogging on resource: ${arn('aws', 'eu-west-1')} with an explicit deny in a service control policy`,
    }),
    'attempt',
    { trail: arn('aws', 'eu-west-1') },
  ],
  ['throttled', remove({ errorCode: 'ThrottlingException', errorMessage: 'Rate exceeded' }), 'attempt'],
  ['EC2 style code', stop({ errorCode: 'Client.UnauthorizedOperation' }), 'attempt'],
  [
    'no such trail',
    remove({ errorCode: 'TrailNotFoundException', errorMessage: 'Unknown trail: main for the user: 1' }),
    'attempt',
  ],
  ['somebody else at the same time', remove({ errorCode: 'ConflictException' }), 'attempt'],
  ['from a member, on the organization trail', stop({ errorCode: 'InvalidHomeRegionException' }), 'attempt'],
  ['not the management account', stop({ errorCode: 'NotOrganizationMasterAccountException' }), 'attempt'],
  [
    'a bucket that is not empty',
    made('s3', 'DeleteBucket', { requestParameters: { bucketName: 'logs' }, errorCode: 'BucketNotEmpty' }),
    'attempt',
    bucket,
  ],
  [
    'an invalid state of a key',
    made('kms', 'DisableKey', { requestParameters: { keyId: key }, errorCode: 'KMSInvalidStateException' }),
    'attempt',
    keyOf(key),
  ],
  [
    'Lake protected against termination',
    made('cloudtrail', 'DeleteEventDataStore', {
      requestParameters: { eventDataStore: 'eds-1' },
      errorCode: 'EventDataStoreTerminationProtectedException',
    }),
    'attempt',
  ],
];

const passedOver: readonly Row[] = [
  [
    'an Insights event about the name of a call',
    made('s3', 'DeleteBucket', {
      eventType: 'AwsCloudTrailInsight',
      eventCategory: 'Insight',
      insightDetails: {
        state: 'Start',
        eventSource: 's3.amazonaws.com',
        eventName: 'DeleteBucket',
        insightType: 'ApiCallRateInsight',
      },
    }),
    'ignore',
  ],
  [
    'an Insights event of the old kind',
    without(
      made('cloudtrail', 'StopLogging', {
        eventType: 'AwsCloudTrailInsight',
        insightDetails: { state: 'End' },
      }),
      'eventCategory',
    ),
    'ignore',
  ],
  [
    'a read',
    made('cloudtrail', 'GetTrailStatus', { readOnly: true, requestParameters: { name: 'main' } }),
    'ignore',
  ],
  [
    'tags',
    made('cloudtrail', 'RemoveTags', { requestParameters: { resourceId: arn('aws', 'eu-west-1') } }),
    'ignore',
  ],
  [
    'a query of Lake',
    made('cloudtrail', 'StartQuery', { requestParameters: { queryStatement: 'SELECT 1' } }),
    'ignore',
  ],
  [
    'a channel of a service',
    made('cloudtrail', 'CreateServiceLinkedChannel', { eventType: 'AwsServiceEvent' }),
    'ignore',
  ],
  [
    'a rotation by AWS',
    made('kms', 'RotateKey', {
      eventType: 'AwsServiceEvent',
      resources: [{ type: 'AWS::KMS::Key', ARN: key }],
    }),
    'ignore',
  ],
  [
    'a data event',
    made('s3', 'DeleteObject', {
      eventCategory: 'Data',
      managementEvent: false,
      requestParameters: { bucketName: 'logs', key: 'AWSLogs/x' },
    }),
    'ignore',
  ],
  [
    'trusted access of another service',
    made('organizations', 'DisableAWSServiceAccess', {
      requestParameters: { servicePrincipal: 'sso.amazonaws.com' },
    }),
    'ignore',
  ],
  ['a web ACL rule of the same name', made('waf-regional', 'DeleteRule', {}), 'ignore'],
  [
    'a sign-in',
    made('signin', 'ConsoleLogin', {
      eventType: 'AwsConsoleSignIn',
      responseElements: { ConsoleLogin: 'Success' },
    }),
    'ignore',
  ],
  ['a name in other letters', made('cloudtrail', 'stopLogging', {}), 'ignore'],
  [
    'a source that only looks like AWS',
    stop({ eventSource: 'cloudtrail.amazonaws.com.evil.example' }),
    'ignore',
  ],
  ['no source', without(stop(), 'eventSource'), 'ignore'],
  ['no name', stop({ eventName: null }), 'ignore'],
];

const groups: Readonly<Record<string, readonly Row[]>> = {
  'shapes through the years': shapes,
  calls,
  failures,
  'what is passed over': passedOver,
};

/** The source is one that EventBridge would send. */
const isSent = ([, record]: Row): boolean =>
  /^[a-z-]+\.amazonaws\.com(?:\.cn)?$/.test(String(record['eventSource']));

describe.each(Object.entries(groups))('%s', (_title, rows) => {
  test.each(rows.map((row) => ({ title: row[0], row })))('$title', ({ row }) => {
    const [, record, decision, more = {}] = row;
    expect(explain(record)).toMatchObject({ decision, ...more });
  });

  test.each(rows.filter(isSent).map((row) => ({ title: row[0], row })))(
    'as a message of EventBridge: $title',
    ({ row: [, record, decision] }) => {
      const at = record['recipientAccountId'];
      const own = typeof at === 'string' && /^\d{12}$/.test(at) ? { account: at } : {};
      expect(explain({ ...envelopeOf(record), ...own }).decision).toBe(decision);
    },
  );
});

test.each(['alias/logs', `arn:aws:kms:eu-west-1:${account}:alias/logs`])(
  'a key that is named by its alias %s may be any key: all trails there are looked at',
  (keyId) => {
    const explained = explain(made('kms', 'PutKeyPolicy', { requestParameters: { keyId } }));
    expect(explained).toMatchObject({ decision: 'evaluate', accountId: account, regions: ['eu-west-1'] });
    expect(explained).not.toHaveProperty('dependsOn');
  },
);
