import { describe, expect, test } from 'vitest';
import { eventsOf, monitoredGroups } from '#domain/facts/monitored.ts';
import { memberPatterns, organizationPatterns, ownPatterns } from '#domain/facts/patterns.ts';
import { explain, type Explained } from '#cli/commands/explain-file.ts';
import { made } from '#test/given/made-event.ts';
import { envelopeOf, matchesAny } from '#test/given/pattern-matcher.ts';

type Parameters = Record<string, unknown> | null;
type Row = readonly [
  service: string,
  name: string,
  Parameters,
  Partial<Explained>,
  more?: Record<string, unknown>,
];

const arn = 'arn:aws:cloudtrail:us-east-1:111122223333:trail/org';
const lake = 'arn:aws:cloudtrail:eu-west-1:111122223333:eventdatastore/0f1e2d3c';
const here = ['eu-west-1'];
const bucket = { dependsOn: { kind: 'bucket', id: 'logs' }, regions: here } as const;
const key = {
  dependsOn: { kind: 'key', id: 'arn:aws:kms:eu-west-1:444455556666:key/k' },
  regions: here,
} as const;
const group = { dependsOn: { kind: 'log-group', id: 'trail/logs' } } as const;
const role = { dependsOn: { kind: 'role', id: 'Delivery' }, regions: 'all' } as const;

// Records of which no public sample exists, and of which the folder of samples has none: made from the API reference.
const rows: readonly Row[] = [
  [
    'cloudtrail',
    'PutEventSelectors',
    {
      trailName: 'org',
      advancedEventSelectors: [
        { name: 'all', fieldSelectors: [{ field: 'eventCategory', equals: ['Data'] }] },
      ],
    },
    { trail: arn, regions: ['us-east-1'] },
    { responseElements: { trailARN: arn } },
  ],
  [
    'cloudtrail',
    'PutEventSelectors',
    { omitted: true, reason: 'requestParameters too large', originalSize: 140000 },
    { regions: here },
  ],
  [
    'cloudtrail',
    'UpdateTrail',
    { name: arn, isOrganizationTrail: false, isMultiRegionTrail: true },
    { trail: arn, regions: 'all' },
  ],
  [
    'cloudtrail',
    'UpdateTrail',
    { name: 'org', snsTopicName: '', kmsKeyId: '' },
    { trail: arn, regions: 'all' },
    { responseElements: { trailARN: arn, isMultiRegionTrail: true } },
  ],
  ['cloudtrail', 'StopLogging', { name: arn }, { trail: arn, regions: ['us-east-1'] }],
  ['cloudtrail', 'DeleteTrail', null, { regions: here }],
  ['cloudtrail', 'PutInsightSelectors', { trailName: 'org', insightSelectors: [] }, { trail: 'org' }],
  ['cloudtrail', 'PutEventConfiguration', { trailName: arn }, { trail: arn }],
  [
    'cloudtrail',
    'PutInsightSelectors',
    { eventDataStore: lake },
    { dependsOn: { kind: 'event-data-store', id: lake } },
  ],
  [
    'cloudtrail',
    'StopEventDataStoreIngestion',
    { eventDataStore: lake },
    { dependsOn: { kind: 'event-data-store', id: lake }, regions: here },
  ],
  [
    'cloudtrail',
    'StartEventDataStoreIngestion',
    { eventDataStore: '0f1e2d3c' },
    { dependsOn: { kind: 'event-data-store', id: '0f1e2d3c' } },
  ],
  [
    'cloudtrail',
    'DeleteEventDataStore',
    { eventDataStore: lake },
    { dependsOn: { kind: 'event-data-store', id: lake } },
  ],
  ['cloudtrail', 'UpdateEventDataStore', { eventDataStore: lake, multiRegionEnabled: false }, {}],
  ['cloudtrail', 'RestoreEventDataStore', { eventDataStore: lake }, {}],
  [
    'cloudtrail',
    'DeregisterOrganizationDelegatedAdmin',
    { delegatedAdminAccountId: '444455556666' },
    { everyAccount: true, regions: 'all' },
  ],
  [
    'organizations',
    'DisableAWSServiceAccess',
    { servicePrincipal: 'cloudtrail.amazonaws.com' },
    { everyAccount: true, regions: 'all' },
  ],
  [
    'organizations',
    'DeregisterDelegatedAdministrator',
    { accountId: '444455556666', servicePrincipal: 'cloudtrail.amazonaws.com' },
    { everyAccount: true },
  ],
  [
    'organizations',
    'RemoveAccountFromOrganization',
    { accountId: '444455556666' },
    { accountId: '444455556666', regions: 'all' },
  ],
  [
    'organizations',
    'CloseAccount',
    { accountId: '444455556666' },
    { accountId: '444455556666', regions: 'all' },
  ],
  ['organizations', 'LeaveOrganization', null, { accountId: '111122223333', regions: 'all' }],
  [
    'organizations',
    'AttachPolicy',
    { policyId: 'p-1', targetId: '444455556666' },
    { accountId: '444455556666', dependsOn: { kind: 'policy', id: 'p-1' } },
  ],
  ['organizations', 'DetachPolicy', { policyId: 'p-1', targetId: 'ou-1' }, { everyAccount: true }],
  [
    'organizations',
    'AccountDepartedOrganization',
    null,
    { accountId: '444455556666', regions: 'all' },
    {
      eventType: 'AwsServiceEvent',
      serviceEventDetails: { accountId: '444455556666', departureMethod: 'LEFT' },
    },
  ],
  [
    'account',
    'EnableRegion',
    { RegionName: 'me-south-1' },
    { accountId: '111122223333', regions: ['me-south-1'] },
  ],
  [
    'account',
    'DisableRegion',
    { regionName: 'me-south-1', accountId: '444455556666' },
    { accountId: '444455556666', regions: ['me-south-1'] },
  ],
  ['s3', 'PutBucketPolicy', { bucketName: 'logs', host: ['logs.s3.amazonaws.com'], policy: [''] }, bucket],
  [
    's3',
    'PutBucketLifecycleConfiguration',
    { bucketName: 'logs', LifecycleConfiguration: { Rule: [{}, {}] } },
    bucket,
  ],
  ['s3', 'DeleteBucketPublicAccessBlock', { bucketName: 'logs' }, bucket],
  [
    's3',
    'PutBucketOwnershipControls',
    null,
    bucket,
    { resources: [{ type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::logs' }] },
  ],
  [
    's3',
    'PutBucketRequestPayment',
    { bucketName: 'logs', RequestPaymentConfiguration: { Payer: 'Requester' } },
    bucket,
  ],
  ['kms', 'RevokeGrant', { keyId: key.dependsOn.id, grantId: 'g' }, key],
  ['kms', 'DeleteImportedKeyMaterial', { keyId: 'k' }, key, { resources: [{ ARN: key.dependsOn.id }] }],
  [
    'kms',
    'PutKeyPolicy',
    { omitted: 'true', reason: 'requestParameters too large' },
    key,
    { resources: [{ type: 'AWS::KMS::Key', ARN: key.dependsOn.id }] },
  ],
  [
    'kms',
    'DeleteKey',
    null,
    key,
    {
      eventType: 'AwsServiceEvent',
      userIdentity: { invokedBy: 'AWS Internal' },
      resources: [{ type: 'AWS::KMS::Key', ARN: key.dependsOn.id }],
    },
  ],
  ['logs', 'PutRetentionPolicy', { logGroupName: 'trail/logs', retentionInDays: 1 }, group],
  [
    'logs',
    'AssociateKmsKey',
    { resourceIdentifier: 'arn:aws:logs:eu-west-1:111122223333:log-group:trail/logs:*' },
    group,
  ],
  ['logs', 'DeleteLogStream', { logGroupName: 'trail/logs', logStreamName: 's' }, group],
  ['iam', 'DetachRolePolicy', { roleName: 'Delivery', policyArn: 'p' }, role],
  ['iam', 'PutRolePolicy', { omitted: true, reason: 'requestParameters too large' }, { regions: 'all' }],
  ['iam', 'UpdateAssumeRolePolicy', { roleName: 'Delivery' }, role],
  [
    'sns',
    'SetTopicAttributes',
    { topicArn: 'arn:aws:sns:eu-west-1:111122223333:t', attributeName: 'Policy' },
    { dependsOn: { kind: 'topic', id: 'arn:aws:sns:eu-west-1:111122223333:t' } },
  ],
  [
    'events',
    'RemoveTargets',
    { rule: 'trailwarden-s3', ids: ['1'] },
    { dependsOn: { kind: 'rule', id: 'trailwarden-s3' } },
  ],
  [
    'events',
    'DeleteEventBus',
    { name: 'arn:aws:events:eu-west-1:111122223333:event-bus/central' },
    { dependsOn: { kind: 'bus', id: 'central' } },
  ],
  ['events', 'PutPermission', { principal: '*' }, { dependsOn: { kind: 'bus', id: 'default' } }],
  [
    'lambda',
    'PutFunctionConcurrency20171031',
    {
      functionName: 'arn:aws:lambda:eu-west-1:111122223333:function:evaluate',
      reservedConcurrentExecutions: 0,
    },
    { dependsOn: { kind: 'function', id: 'evaluate' } },
  ],
  [
    'lambda',
    'UpdateEventSourceMapping20150331',
    { uUID: 'u-1', enabled: false },
    { dependsOn: { kind: 'function', id: 'evaluate' } },
    { responseElements: { functionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:evaluate' } },
  ],
  [
    'lambda',
    'DeleteEventSourceMapping20150331',
    { uUID: 'u-1' },
    { dependsOn: { kind: 'event-source-mapping', id: 'u-1' } },
  ],
  [
    'lambda',
    'DeleteFunction20150331',
    { functionName: 'evaluate' },
    { dependsOn: { kind: 'function', id: 'evaluate' } },
  ],
  [
    'scheduler',
    'UpdateSchedule',
    { name: 'sweep', state: 'DISABLED' },
    { dependsOn: { kind: 'schedule', id: 'sweep' } },
  ],
  [
    'sqs',
    'SetQueueAttributes',
    { queueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/events' },
    { dependsOn: { kind: 'queue', id: 'events' } },
  ],
  [
    'dynamodb',
    'DeleteTable',
    { tableName: 'arn:aws:dynamodb:eu-west-1:111122223333:table/issues' },
    { dependsOn: { kind: 'table', id: 'issues' } },
  ],
  [
    'cloudformation',
    'DeleteStack',
    { stackName: 'StackSet-trailwarden-member-1' },
    { dependsOn: { kind: 'stack', id: 'StackSet-trailwarden-member-1' } },
  ],
  [
    'cloudformation',
    'DeleteStackInstances',
    { stackSetName: 'trailwarden' },
    { dependsOn: { kind: 'stack-set', id: 'trailwarden' } },
  ],
];

describe('events of which the folder holds no sample', () => {
  test.each(
    rows.map((row) => ({
      row,
      title: row
        .slice(0, 3)
        .map((part) => JSON.stringify(part))
        .join(' '),
    })),
  )('$title', ({ row }) => {
    const [service, name, requestParameters, expected, more = {}] = row;
    const record = made(service, name, { requestParameters, ...more });
    expect(explain(record)).toMatchObject({ decision: 'evaluate', ...expected });
    expect(explain({ ...record, errorCode: 'AccessDenied', errorMessage: 'no' }).decision).toBe('attempt');
    expect(explain({ ...record, eventSource: 'waf.amazonaws.com' }).decision).toBe('ignore');
  });

  test.each([
    ['organizations', 'DisableAWSServiceAccess', { servicePrincipal: 'config.amazonaws.com' }],
    ['s3', 'DeletePublicAccessBlock', { bucketName: 'logs' }],
    ['s3', 'PutLifecycleConfiguration', { bucketName: 'logs' }],
    ['s3', 'PutBucketTagging', { bucketName: 'logs' }],
    ['lambda', 'DeleteFunctionConcurrency20171031', { functionName: 'evaluate' }],
    ['cloudtrail', 'AddTags', { resourceId: arn }],
    ['iam', 'CreateRole', { roleName: 'Delivery' }],
    ['kms', 'CreateGrant', { keyId: 'k' }],
  ] as const)('%s %s %j is passed over', (service, name, requestParameters) => {
    expect(explain(made(service, name, { requestParameters })).decision).toBe('ignore');
  });
});

describe('every pair of the table', () => {
  const pairs = monitoredGroups.flatMap((group) => eventsOf(group).map(({ name }) => ({ group, name })));

  test.each(pairs)(
    '$group.service $name passes the pattern of its place and is looked into',
    ({ group, name }) => {
      const { ownName, serviceEvent, where, service } = group;
      const requestParameters = ownName ? { [ownName.parameter]: `${ownName.prefixes[0] ?? ''}-x` } : {};
      const eventName = group.dated ? `${name}20150331v2` : name;
      const eventType = serviceEvent ? 'AwsServiceEvent' : 'AwsApiCall';
      const message = envelopeOf(made(service, eventName, { requestParameters, eventType }));
      const patterns =
        where === 'organization'
          ? organizationPatterns()
          : where === 'own-central'
            ? ownPatterns()
            : memberPatterns();
      expect(matchesAny(patterns, message)).toBe(true);
      expect(explain(message).decision).toBe('evaluate');
    },
  );

  test('no pair stands in it twice', () => {
    const keys = pairs.map(({ group, name }) => `${group.service} ${name}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
