import {
  CreateTrailCommand,
  DeleteTrailCommand,
  PutEventSelectorsCommand,
  RestoreEventDataStoreCommand,
  StartEventDataStoreIngestionCommand,
  StartLoggingCommand,
  UpdateEventDataStoreCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import { CancelKeyDeletionCommand, EnableKeyCommand } from '@aws-sdk/client-kms';
import {
  EnableAWSServiceAccessCommand,
  RegisterDelegatedAdministratorCommand,
} from '@aws-sdk/client-organizations';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketLifecycleCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
} from '@aws-sdk/client-s3';
import type { RuleId } from '#domain/findings/rule-id.ts';
import type { Hands } from './attack-stories.ts';
import { alone, bucketOf, keyOf, managed, policyFor, storeOf } from './attack-world.ts';

/** Undoes an attack: `hands` are an administrator's in the attacked account, `strangers` those of the stranger. */
export type Repair = (hands: Hands, strangers: Hands) => Promise<unknown>;

const main = { Name: 'main' };

const start: Repair = ({ trails }) => trails.send(new StartLoggingCommand(main));

const recordAll: Repair = ({ trails }) =>
  trails.send(
    new PutEventSelectorsCommand({
      TrailName: 'main',
      EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] }],
    }),
  );

const settings =
  (change: Omit<ConstructorParameters<typeof UpdateTrailCommand>[0], 'Name'>): Repair =>
  ({ trails }) =>
    trails.send(new UpdateTrailCommand({ ...main, ...change }));

/** The trail `main` as it was, into the bucket `bucket`. */
export const recreate =
  (bucket: string): Repair =>
  async ({ trails }) => {
    await trails.send(
      new CreateTrailCommand({
        ...main,
        S3BucketName: bucket,
        IsMultiRegionTrail: true,
        EnableLogFileValidation: true,
      }),
    );
    await trails.send(new StartLoggingCommand(main));
  };

const givePolicy =
  (account: string): Repair =>
  ({ buckets }) =>
    buckets.send(
      new PutBucketPolicyCommand({ Bucket: bucketOf(account), Policy: JSON.stringify(policyFor(account)) }),
    );

const giveBucket =
  (account: string): Repair =>
  async (hands, strangers) => {
    await hands.buckets.send(new CreateBucketCommand({ Bucket: bucketOf(account) }));
    await givePolicy(account)(hands, strangers);
  };

/** What undoes the attack of each account outside the organization; none where nothing is left to undo. */
export const repairs: Readonly<Partial<Record<string, Repair>>> = {
  [alone.stopped]: start,
  [alone.root]: start,
  [alone.deleted]: recreate(bucketOf(alone.deleted)),
  [alone.unselected]: recordAll,
  [alone.readonly]: recordAll,
  [alone.misnamed]: recordAll,
  [alone.unkeyed]: recordAll,
  [alone.redirected]: settings({ S3BucketName: bucketOf(alone.redirected) }),
  [alone.narrowed]: settings({ IsMultiRegionTrail: true }),
  [alone.local]: settings({ IncludeGlobalServiceEvents: true }),
  [alone.quiet]: settings({ EnableLogFileValidation: true }),
  [alone.rekeyed]: settings({ KmsKeyId: keyOf(alone.rekeyed) }),
  [alone.dead]: ({ keys }) => keys.send(new EnableKeyCommand({ KeyId: keyOf(alone.dead) })),
  [alone.dying]: async ({ keys }) => {
    await keys.send(new CancelKeyDeletionCommand({ KeyId: keyOf(alone.dying) }));
    await keys.send(new EnableKeyCommand({ KeyId: keyOf(alone.dying) }));
  },
  [alone.shut]: givePolicy(alone.shut),
  [alone.emptied]: giveBucket(alone.emptied),
  [alone.robbed]: async (hands, strangers) => {
    await strangers.buckets.send(new DeleteBucketCommand({ Bucket: bucketOf(alone.robbed) }));
    await giveBucket(alone.robbed)(hands, strangers);
  },
  [alone.rotting]: ({ buckets }) =>
    buckets.send(new DeleteBucketLifecycleCommand({ Bucket: bucketOf(alone.rotting) })),
  [alone.loosened]: ({ buckets }) =>
    buckets.send(
      new PutBucketVersioningCommand({
        Bucket: bucketOf(alone.loosened),
        VersioningConfiguration: { Status: 'Enabled' },
      }),
    ),
  [alone.unsearched]: ({ trails }) =>
    trails.send(new StartEventDataStoreIngestionCommand({ EventDataStore: storeOf(alone.unsearched) })),
  [alone.forgotten]: ({ trails }) =>
    trails.send(new RestoreEventDataStoreCommand({ EventDataStore: storeOf(alone.forgotten) })),
  [alone.halved]: ({ trails }) =>
    trails.send(
      new UpdateEventDataStoreCommand({
        EventDataStore: storeOf(alone.halved),
        MultiRegionEnabled: true,
        RetentionPeriod: 2555,
      }),
    ),
  [alone.twins]: async ({ trails }) => {
    await trails.send(new StartLoggingCommand({ Name: 'second' }));
    await trails.send(new StartLoggingCommand(main));
  },
  [alone.namesake]: async (hands, strangers) => {
    await hands.elsewhere.send(new DeleteTrailCommand(main));
    await recreate(bucketOf(alone.namesake))(hands, strangers);
  },
};

/** What undoes an attack on the organization, by the rule or the calls that it is known by. */
export const organizationRepairs: Readonly<Record<string, Repair>> = {
  DisableAWSServiceAccess: ({ organizations }) =>
    organizations.send(new EnableAWSServiceAccessCommand({ ServicePrincipal: 'cloudtrail.amazonaws.com' })),
  DeregisterDelegatedAdministrator: ({ organizations }) =>
    organizations.send(
      new RegisterDelegatedAdministratorCommand({
        AccountId: managed.archive,
        ServicePrincipal: 'cloudtrail.amazonaws.com',
      }),
    ),
  'UpdateTrail (IsOrganizationTrail false)': ({ trails }) =>
    trails.send(
      new UpdateTrailCommand({ Name: 'aws-controltower-OrganizationTrail', IsOrganizationTrail: true }),
    ),
  StopLogging: ({ trails }) =>
    trails.send(new StartLoggingCommand({ Name: 'aws-controltower-OrganizationTrail' })),
};

/** What undoes the second half of an attack on the guard, by the first rule that tells of it. */
export function repairOf(rule: RuleId | undefined, bucket: string): Repair | undefined {
  switch (rule) {
    case 'logging-stopped':
      return start;
    case 'trail-gone':
      return recreate(bucket);
    case 'management-events-unrecorded':
      return recordAll;
    case 'redirected':
      return settings({ S3BucketName: bucket });
    default:
      return undefined;
  }
}
