import type { MonitoredGroup, RecordPath } from './monitored-group.ts';

const inRequest = (...names: string[]): string[] => names.map((name) => `requestParameters.${name}`);
const list = (names: string): string[] => names.trim().split(/\s+/);

const trail: RecordPath = {
  kind: 'trail',
  paths: ['responseElements.trailARN', 'responseElements.trailArn', ...inRequest('name', 'trailName')],
  resource: 'AWS::CloudTrail::Trail',
};
const dataStore: RecordPath = {
  kind: 'event-data-store',
  paths: ['responseElements.eventDataStoreArn', ...inRequest('eventDataStore')],
  resource: 'AWS::CloudTrail::EventDataStore',
};
// The parameter of S3 is the bucket's name; KMS keys are most reliable in `resources`, which holds the whole ARN.
const bucket: RecordPath = { kind: 'bucket', paths: inRequest('bucketName'), resource: 'AWS::S3::Bucket' };
const key: RecordPath = {
  kind: 'key',
  paths: ['responseElements.keyId', ...inRequest('keyId')],
  resource: 'AWS::KMS::Key',
};
const logGroup: RecordPath = {
  kind: 'log-group',
  paths: inRequest('logGroupName', 'logGroupIdentifier', 'resourceIdentifier', 'logGroupArn'),
};

/** The events monitored in every account: on trails, CloudTrail Lake, and what they depend on. */
export const inAccounts: readonly MonitoredGroup[] = [
  {
    service: 'cloudtrail',
    canBreak: 'the trail itself',
    where: 'member',
    affected: [trail, dataStore],
    reach: 'region',
    events: {
      harm: ['StopLogging', 'DeleteTrail'],
      repair: ['StartLogging', 'CreateTrail'],
      change: ['UpdateTrail', 'PutEventSelectors', 'PutInsightSelectors', 'PutEventConfiguration'],
    },
    keeps: list(`
        isMultiRegionTrail isOrganizationTrail includeGlobalServiceEvents
        enableLogFileValidation s3BucketName s3KeyPrefix snsTopicName kmsKeyId
        cloudWatchLogsLogGroupArn cloudWatchLogsRoleArn`),
  },
  {
    service: 'cloudtrail',
    canBreak: 'CloudTrail Lake',
    where: 'member',
    affected: [dataStore],
    reach: 'region',
    events: {
      harm: ['StopEventDataStoreIngestion', 'DeleteEventDataStore'],
      repair: ['StartEventDataStoreIngestion', 'RestoreEventDataStore'],
      change: ['UpdateEventDataStore'],
    },
    keeps: list(`
        multiRegionEnabled organizationEnabled retentionPeriod terminationProtectionEnabled
        kmsKeyId`),
  },
  {
    service: 's3',
    canBreak: "the trail's bucket",
    where: 'member',
    affected: [bucket],
    reach: 'region',
    events: {
      harm: ['DeleteBucketPolicy', 'DeleteBucket'],
      repair: ['DeleteBucketLifecycle'],
      change: list(`
        PutBucketPolicy CreateBucket PutBucketAcl PutBucketOwnershipControls
        PutBucketPublicAccessBlock DeleteBucketPublicAccessBlock PutBucketLifecycle
        PutBucketLifecycleConfiguration PutBucketVersioning PutBucketEncryption
        DeleteBucketEncryption PutBucketReplication DeleteBucketReplication
        PutBucketRequestPayment PutBucketObjectLockConfiguration PutObjectLockConfiguration`),
    },
  },
  {
    service: 'kms',
    canBreak: "the trail's key",
    where: 'member',
    affected: [key],
    reach: 'region',
    events: {
      harm: ['DisableKey', 'ScheduleKeyDeletion', 'DeleteImportedKeyMaterial'],
      repair: ['EnableKey', 'CancelKeyDeletion', 'ImportKeyMaterial'],
      change: ['PutKeyPolicy', 'RevokeGrant', 'UpdatePrimaryRegion'],
    },
    keeps: ['pendingWindowInDays'],
  },
  {
    // A key in a custom key store is Unavailable while the store is not connected (KMS developer guide, key stores).
    service: 'kms',
    canBreak: "the store that the trail's key is in",
    where: 'member',
    affected: [{ kind: 'key-store', paths: inRequest('customKeyStoreId') }],
    reach: 'region',
    events: {
      harm: ['DisconnectCustomKeyStore', 'DeleteCustomKeyStore'],
      repair: ['ConnectCustomKeyStore'],
      change: ['UpdateCustomKeyStore'],
    },
  },
  {
    service: 'kms',
    canBreak: "the trail's key",
    where: 'member',
    serviceEvent: true,
    affected: [{ ...key, paths: [...key.paths, 'serviceEventDetails.keyId'] }],
    reach: 'region',
    // KMS itself deletes imported material on the day that it was imported with (KMS developer guide).
    events: { harm: ['DeleteKey', 'DeleteExpiredKeyMaterial'] },
  },
  {
    service: 'logs',
    canBreak: "the trail's log group",
    where: 'member',
    affected: [logGroup],
    reach: 'region',
    events: {
      harm: ['DeleteLogGroup'],
      change: ['DeleteLogStream', 'PutRetentionPolicy', 'DeleteSubscriptionFilter', 'AssociateKmsKey'],
    },
    keeps: ['retentionInDays', 'logStreamName', 'filterName', 'kmsKeyId'],
  },
  {
    service: 'iam',
    canBreak: 'the delivery role; our roles',
    where: 'member',
    affected: [{ kind: 'role', paths: inRequest('roleName') }],
    reach: 'account',
    events: {
      harm: ['DeleteRole', 'DeleteServiceLinkedRole'],
      change: list(`
        DeleteRolePolicy PutRolePolicy DetachRolePolicy AttachRolePolicy UpdateAssumeRolePolicy
        PutRolePermissionsBoundary`),
    },
    keeps: ['policyName', 'policyArn', 'permissionsBoundary'],
  },
  {
    // A new default version takes effect at once, for every role that has the policy (IAM user guide, versioning).
    service: 'iam',
    canBreak: 'the delivery role, or our roles, through a managed policy',
    where: 'member',
    affected: [{ kind: 'managed-policy', paths: inRequest('policyArn') }],
    reach: 'account',
    events: {
      change: ['CreatePolicyVersion', 'SetDefaultPolicyVersion', 'DeletePolicyVersion', 'DeletePolicy'],
    },
    keeps: ['setAsDefault', 'versionId'],
  },
  {
    service: 'sns',
    canBreak: "the trail's topic",
    where: 'member',
    affected: [{ kind: 'topic', paths: inRequest('topicArn') }],
    reach: 'region',
    events: { harm: ['DeleteTopic'], change: ['SetTopicAttributes', 'RemovePermission'] },
    keeps: ['attributeName', 'label'],
  },
  {
    // Channels that telemetry rules of CloudWatch make record without any trail.
    service: 'cloudtrail',
    canBreak: 'what AWS records without a trail',
    where: 'member',
    affected: [],
    reach: 'region',
    events: { harm: ['DeleteServiceLinkedChannel'], change: ['UpdateServiceLinkedChannel'] },
    keeps: ['channel'],
  },
  {
    service: 'observabilityadmin',
    canBreak: 'what AWS records without a trail',
    where: 'member',
    affected: [],
    reach: 'region',
    events: {
      harm: ['DeleteTelemetryRule', 'StopTelemetryEvaluation'],
      change: ['UpdateTelemetryRule'],
    },
    keeps: ['ruleIdentifier'],
  },
];
