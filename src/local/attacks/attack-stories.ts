import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import {
  CreateTrailCommand,
  DeleteEventDataStoreCommand,
  DeleteTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  StopEventDataStoreIngestionCommand,
  StopLoggingCommand,
  UpdateEventDataStoreCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import type { KMSClient } from '@aws-sdk/client-kms';
import { DisableKeyCommand, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import {
  CloseAccountCommand,
  DeregisterDelegatedAdministratorCommand,
  DisableAWSServiceAccessCommand,
  LeaveOrganizationCommand,
  RemoveAccountFromOrganizationCommand,
} from '@aws-sdk/client-organizations';
import type { S3Client } from '@aws-sdk/client-s3';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketReplicationCommand,
  PutBucketVersioningCommand,
  PutObjectLockConfigurationCommand,
} from '@aws-sdk/client-s3';
import type { RuleId } from '#domain/findings/rule-id.ts';
import { alone, bucketOf, keyOf, managed, storeOf, stranger, strangeKey } from './attack-world.ts';

/** Clients of the attacker, in one account. */
export interface Hands {
  readonly trails: CloudTrailClient;
  readonly elsewhere: CloudTrailClient;
  readonly buckets: S3Client;
  readonly keys: KMSClient;
  readonly organizations: OrganizationsClient;
}

/** How soon it is told: at the event, at a later look because of it, or at the next delivery attempt of CloudTrail. */
export type Pace = 'seconds' | 'looks' | 'minutes';

/** One attack as it is played: what is called, and what the detector says. */
export interface Story {
  readonly title: string;
  /** The API calls, as docs/attacks.md names them. */
  readonly calls: string;
  readonly account: string;
  readonly deed: (hands: Hands) => Promise<unknown>;
  /** The beginning of the message's first line; undefined: no message, it is kept and listed. */
  readonly says?: string;
  /** What the first line says where the harm is foreseen before a delivery fails; one of the two is told. */
  readonly foreseen?: string;
  readonly pace: Pace;
  /** What a stranger, whose own events are not received, does after the deed has been told. */
  readonly then?: (hands: Hands) => Promise<unknown>;
  /** Rules that stand for it in the issue table; for what is told, one of them is what is told. */
  readonly rules: readonly RuleId[];
}

const main = { Name: 'main' };
const selectors = (of: object) => ({ EventSelectors: [{ DataResources: [], ...of }] });
const management = [{ Field: 'eventCategory', Equals: ['Management'] }];

/** The attacks that need only CloudTrail, S3, KMS and Organizations, each in an account of its own. */
export const stories: readonly Story[] = [
  {
    title: 'The trail is stopped',
    calls: 'StopLogging',
    account: alone.stopped,
    deed: ({ trails }) => trails.send(new StopLoggingCommand(main)),
    says: 'CRITICAL: CloudTrail logging is stopped in stopped (410000000001), 2 Regions',
    pace: 'seconds',
    rules: ['logging-stopped'],
  },
  {
    title: 'The trail is stopped by the root user',
    calls: 'StopLogging',
    account: alone.root,
    deed: ({ trails }) => trails.send(new StopLoggingCommand(main)),
    says: 'CRITICAL: CloudTrail logging is stopped in root (410000000017), 2 Regions',
    pace: 'seconds',
    rules: ['logging-stopped'],
  },
  {
    title: 'The trail is deleted',
    calls: 'DeleteTrail',
    account: alone.deleted,
    deed: ({ trails }) => trails.send(new DeleteTrailCommand(main)),
    says: 'CRITICAL: the CloudTrail trail is gone in deleted (410000000002), 2 Regions',
    pace: 'seconds',
    rules: ['trail-gone'],
  },
  {
    title: 'The trail is stopped and started again before anybody looks',
    calls: 'StopLogging, StartLogging',
    account: alone.flapped,
    deed: async ({ trails }) => {
      await trails.send(new StopLoggingCommand(main));
      await trails.send(new StartLoggingCommand(main));
    },
    says: 'HIGH: CloudTrail logging was interrupted',
    pace: 'seconds',
    rules: ['logging-interrupted'],
  },
  {
    title: 'Management events are deselected',
    calls: 'PutEventSelectors (classic, IncludeManagementEvents false)',
    account: alone.unselected,
    deed: ({ trails }) =>
      trails.send(
        new PutEventSelectorsCommand({
          TrailName: 'main',
          ...selectors({ ReadWriteType: 'All', IncludeManagementEvents: false }),
        }),
      ),
    says: 'CRITICAL: CloudTrail does not record management events',
    pace: 'seconds',
    rules: ['management-events-unrecorded'],
  },
  {
    title: 'Only reads are recorded',
    calls: 'PutEventSelectors (classic, ReadOnly)',
    account: alone.readonly,
    deed: ({ trails }) =>
      trails.send(
        new PutEventSelectorsCommand({
          TrailName: 'main',
          ...selectors({ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true }),
        }),
      ),
    says: 'CRITICAL: CloudTrail does not record management events',
    pace: 'seconds',
    rules: ['management-events-unrecorded'],
  },
  {
    title: 'Advanced selectors under a misleading name',
    calls: 'PutEventSelectors (advanced)',
    account: alone.misnamed,
    deed: ({ trails }) =>
      trails.send(
        new PutEventSelectorsCommand({
          TrailName: 'main',
          AdvancedEventSelectors: [
            {
              Name: 'Log all management events',
              FieldSelectors: [
                { Field: 'eventCategory', Equals: ['Data'] },
                { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
              ],
            },
          ],
        }),
      ),
    says: 'CRITICAL: CloudTrail does not record management events',
    pace: 'seconds',
    rules: ['management-events-unrecorded'],
  },
  {
    title: 'Events of AWS KMS are left out',
    calls: 'PutEventSelectors (advanced, eventSource NotEquals)',
    account: alone.unkeyed,
    deed: ({ trails }) =>
      trails.send(
        new PutEventSelectorsCommand({
          TrailName: 'main',
          AdvancedEventSelectors: [
            {
              Name: 'x',
              FieldSelectors: [...management, { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] }],
            },
          ],
        }),
      ),
    says: 'MEDIUM: CloudTrail records fewer management events',
    pace: 'seconds',
    rules: ['management-events-narrowed'],
  },
  {
    title: "Log files go to a stranger's bucket",
    calls: 'UpdateTrail (S3BucketName)',
    account: alone.redirected,
    deed: ({ trails }) => trails.send(new UpdateTrailCommand({ ...main, S3BucketName: 'of-a-stranger' })),
    says: 'HIGH: CloudTrail log files now go',
    pace: 'seconds',
    rules: ['redirected'],
  },
  {
    title: 'A multi-Region trail shrinks to one Region',
    calls: 'UpdateTrail (IsMultiRegionTrail false)',
    account: alone.narrowed,
    deed: ({ trails }) => trails.send(new UpdateTrailCommand({ ...main, IsMultiRegionTrail: false })),
    says: 'CRITICAL: the CloudTrail trail is gone in narrowed (410000000008), us-east-1',
    pace: 'seconds',
    rules: ['trail-gone', 'single-region-only'],
  },
  {
    title: 'Global services are left out',
    calls: 'UpdateTrail (IncludeGlobalServiceEvents false)',
    account: alone.local,
    deed: ({ trails }) => trails.send(new UpdateTrailCommand({ ...main, IncludeGlobalServiceEvents: false })),
    says: 'HIGH: CloudTrail does not record global services',
    pace: 'seconds',
    rules: ['global-services-off'],
  },
  {
    title: 'Proof of integrity is turned off',
    calls: 'UpdateTrail (EnableLogFileValidation false)',
    account: alone.quiet,
    deed: ({ trails }) => trails.send(new UpdateTrailCommand({ ...main, EnableLogFileValidation: false })),
    pace: 'seconds',
    rules: ['validation-off'],
  },
  {
    title: "Log files are encrypted with a stranger's key",
    calls: 'UpdateTrail (KmsKeyId)',
    account: alone.rekeyed,
    deed: ({ trails }) => trails.send(new UpdateTrailCommand({ ...main, KmsKeyId: strangeKey })),
    says: 'HIGH: CloudTrail log files are now encrypted with an unknown key',
    pace: 'seconds',
    rules: ['redirected'],
  },
  {
    title: "The trail's key is disabled",
    calls: 'DisableKey',
    account: alone.dead,
    deed: ({ keys }) => keys.send(new DisableKeyCommand({ KeyId: keyOf(alone.dead) })),
    says: 'HIGH: CloudTrail cannot deliver log files',
    foreseen: 'the key of CloudTrail logs is disabled',
    pace: 'seconds',
    rules: ['key-disabled', 's3-delivery-failing'],
  },
  {
    title: "The trail's key is scheduled for deletion",
    calls: 'ScheduleKeyDeletion',
    account: alone.dying,
    deed: ({ keys }) =>
      keys.send(new ScheduleKeyDeletionCommand({ KeyId: keyOf(alone.dying), PendingWindowInDays: 7 })),
    says: 'HIGH: CloudTrail cannot deliver log files',
    foreseen: 'the key of CloudTrail logs is being deleted',
    pace: 'seconds',
    rules: ['key-pending-deletion', 's3-delivery-failing'],
  },
  {
    title: "The bucket's policy is deleted",
    calls: 'DeleteBucketPolicy',
    account: alone.shut,
    deed: ({ buckets }) => buckets.send(new DeleteBucketPolicyCommand({ Bucket: bucketOf(alone.shut) })),
    says: 'HIGH: CloudTrail cannot deliver log files',
    foreseen: 'CloudTrail deliveries will fail',
    pace: 'seconds',
    rules: ['delivery-will-fail', 's3-delivery-failing'],
  },
  {
    title: 'The bucket is deleted',
    calls: 'DeleteBucket',
    account: alone.emptied,
    deed: ({ buckets }) => buckets.send(new DeleteBucketCommand({ Bucket: bucketOf(alone.emptied) })),
    says: 'HIGH: CloudTrail cannot deliver log files',
    foreseen: 'the bucket of CloudTrail logs is gone',
    pace: 'seconds',
    rules: ['bucket-gone', 's3-delivery-failing'],
  },
  {
    title: 'The bucket is deleted, and taken over by a stranger',
    calls: 'DeleteBucket, CreateBucket in an account that is not watched',
    account: alone.robbed,
    deed: ({ buckets }) => buckets.send(new DeleteBucketCommand({ Bucket: bucketOf(alone.robbed) })),
    then: ({ buckets }) => buckets.send(new CreateBucketCommand({ Bucket: bucketOf(alone.robbed) })),
    says: 'HIGH: the bucket of CloudTrail logs belongs to an unknown account',
    pace: 'looks',
    rules: ['bucket-foreign', 's3-delivery-failing'],
  },
  {
    title: 'Log files are made to expire after a day',
    calls: 'PutBucketLifecycle',
    account: alone.rotting,
    deed: ({ buckets }) =>
      buckets.send(
        new PutBucketLifecycleConfigurationCommand({
          Bucket: bucketOf(alone.rotting),
          LifecycleConfiguration: {
            Rules: [{ Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 1 } }],
          },
        }),
      ),
    says: 'HIGH: kept CloudTrail logs expire early',
    pace: 'seconds',
    rules: ['logs-expire-early'],
  },
  {
    title: 'Versioning of the bucket is suspended',
    calls: 'PutBucketVersioning',
    account: alone.loosened,
    deed: ({ buckets }) =>
      buckets.send(
        new PutBucketVersioningCommand({
          Bucket: bucketOf(alone.loosened),
          VersioningConfiguration: { Status: 'Suspended' },
        }),
      ),
    pace: 'seconds',
    rules: ['versioning-suspended'],
  },
  {
    title: 'Log files are copied to a stranger as well',
    calls: 'PutBucketReplication',
    account: alone.copied,
    deed: ({ buckets }) =>
      buckets.send(
        new PutBucketReplicationCommand({
          Bucket: bucketOf(alone.copied),
          ReplicationConfiguration: {
            Role: `arn:aws:iam::${alone.copied}:role/replication`,
            Rules: [
              {
                Status: 'Enabled',
                Destination: { Bucket: 'arn:aws:s3:::of-a-stranger', Account: stranger },
              },
            ],
          },
        }),
      ),
    pace: 'seconds',
    rules: [],
  },
  {
    title: 'The retention that a bucket with Object Lock gives new objects is taken away',
    calls: 'PutObjectLockConfiguration',
    account: alone.unlocked,
    deed: ({ buckets }) =>
      buckets.send(
        new PutObjectLockConfigurationCommand({
          Bucket: bucketOf(alone.unlocked),
          ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' },
        }),
      ),
    pace: 'seconds',
    rules: [],
  },
  {
    title: 'An event data store of CloudTrail Lake is stopped',
    calls: 'StopEventDataStoreIngestion',
    account: alone.unsearched,
    deed: ({ trails }) =>
      trails.send(new StopEventDataStoreIngestionCommand({ EventDataStore: storeOf(alone.unsearched) })),
    says: 'MEDIUM: CloudTrail Lake keeps no new events',
    pace: 'seconds',
    rules: ['data-store-stopped'],
  },
  {
    title: 'An event data store of CloudTrail Lake is deleted',
    calls: 'DeleteEventDataStore',
    account: alone.forgotten,
    deed: ({ trails }) =>
      trails.send(new DeleteEventDataStoreCommand({ EventDataStore: storeOf(alone.forgotten) })),
    says: 'MEDIUM: CloudTrail Lake keeps no new events',
    pace: 'seconds',
    rules: ['data-store-stopped'],
  },
  {
    title: 'An event data store of CloudTrail Lake takes in less',
    calls: 'UpdateEventDataStore',
    account: alone.halved,
    deed: ({ trails }) =>
      trails.send(
        new UpdateEventDataStoreCommand({
          EventDataStore: storeOf(alone.halved),
          MultiRegionEnabled: false,
          RetentionPeriod: 7,
        }),
      ),
    says: 'MEDIUM: CloudTrail Lake keeps fewer events',
    pace: 'seconds',
    rules: ['data-store-narrowed'],
  },
  {
    title: 'All trails are stopped, one after the other',
    calls: 'StopLogging, StopLogging',
    account: alone.twins,
    deed: async ({ trails }) => {
      await trails.send(new StopLoggingCommand({ Name: 'second' }));
      await trails.send(new StopLoggingCommand(main));
    },
    says: 'CRITICAL: CloudTrail logging is stopped in twins (410000000015), 2 Regions',
    pace: 'seconds',
    rules: ['logging-stopped'],
  },
  {
    title: 'A trail of the same name is made elsewhere, and the real one deleted',
    calls: 'CreateTrail, DeleteTrail',
    account: alone.namesake,
    deed: async ({ trails, elsewhere }) => {
      await elsewhere.send(
        new CreateTrailCommand({ ...main, S3BucketName: 'of-a-stranger', IncludeGlobalServiceEvents: false }),
      );
      await trails.send(new DeleteTrailCommand(main));
    },
    says: 'CRITICAL: the CloudTrail trail is gone in namesake (410000000016), 2 Regions: trail main',
    pace: 'seconds',
    rules: ['trail-gone'],
  },
];

/** Attacks on the organization's own trail, in this order, after an ordinary day. */
export const organizationStories: readonly Story[] = [
  {
    title: "CloudTrail's trusted access is switched off",
    calls: 'DisableAWSServiceAccess',
    account: managed.management,
    deed: ({ organizations }) =>
      organizations.send(
        new DisableAWSServiceAccessCommand({ ServicePrincipal: 'cloudtrail.amazonaws.com' }),
      ),
    says: 'HIGH: CloudTrail may not record the organization in management (420000000001)',
    pace: 'seconds',
    rules: ['trusted-access-off'],
  },
  {
    title: 'An account is taken out of the organization, and of its trail',
    calls: 'RemoveAccountFromOrganization',
    account: managed.management,
    deed: ({ organizations }) =>
      organizations.send(new RemoveAccountFromOrganizationCommand({ AccountId: managed.leaver })),
    says: 'CRITICAL: the CloudTrail trail is gone in leaver (420000000004), 2 Regions',
    pace: 'seconds',
    rules: ['trail-gone'],
  },
  {
    title: 'An account leaves the organization, and its trail',
    calls: 'LeaveOrganization',
    account: managed.deserter,
    deed: ({ organizations }) => organizations.send(new LeaveOrganizationCommand({})),
    // It is the same trail's incident: the message that is there says so.
    says: 'CRITICAL: the CloudTrail trail is gone in 2 accounts, 2 Regions: organization trail aws-controltower-OrganizationTrail',
    pace: 'seconds',
    rules: ['trail-gone'],
  },
  {
    title: 'A delegated administrator is taken off',
    calls: 'DeregisterDelegatedAdministrator',
    account: managed.management,
    deed: ({ organizations }) =>
      organizations.send(
        new DeregisterDelegatedAdministratorCommand({
          AccountId: managed.archive,
          ServicePrincipal: 'cloudtrail.amazonaws.com',
        }),
      ),
    pace: 'seconds',
    rules: [],
  },
  {
    title: 'An account is closed',
    calls: 'CloseAccount',
    account: managed.management,
    deed: ({ organizations }) => organizations.send(new CloseAccountCommand({ AccountId: managed.closed })),
    pace: 'seconds',
    rules: [],
  },
  {
    // The closed account is not told of: AWS records nothing there any more, and refuses every call.
    title: 'The organization trail becomes one of a single account',
    calls: 'UpdateTrail (IsOrganizationTrail false)',
    account: managed.management,
    deed: ({ trails }) =>
      trails.send(
        new UpdateTrailCommand({ Name: 'aws-controltower-OrganizationTrail', IsOrganizationTrail: false }),
      ),
    says: 'CRITICAL: the CloudTrail trail is gone in up to 33 accounts (4 so far), 2 Regions: organization trail aws-controltower-OrganizationTrail',
    pace: 'seconds',
    rules: ['organization-trail-reduced', 'trail-gone'],
  },
];

/** The Region that is not the home of any trail. */
export const away = 'us-east-1';
