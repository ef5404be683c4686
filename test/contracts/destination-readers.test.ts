import { StopEventDataStoreIngestionCommand, UpdateEventDataStoreCommand } from '@aws-sdk/client-cloudtrail';
import { DisableKeyCommand, KMSClient, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
} from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { assumedRoles } from '#adapters/aws/assumed-roles.ts';
import { bucketReader } from '#adapters/aws/bucket-reader.ts';
import { keyReader } from '#adapters/aws/key-reader.ts';
import { lakeReader } from '#adapters/aws/lake-reader.ts';
import type { World } from '#simulators/organization/world.ts';
import { home, logArchive, management, member, smallWorld } from '#test/given/simulated-aws.ts';
import { account, region } from '#test/given/shop.ts';
import { simulatedWorld } from './trail-observers.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

const [owner, other] = [account(logArchive), account(management)];
const stranger = account('999999999999');
const keyArn = `arn:aws:kms:${home}:${logArchive}:key/k-1`;
const storeArn = (name: string) => `arn:aws:cloudtrail:${home}:${member}:eventdatastore/${name}`;
const world: World = {
  ...smallWorld,
  accounts: [...smallWorld.accounts, { id: stranger, name: 'stranger', member: false, readRole: false }],
  keys: [{ arn: keyArn }],
  // More than one page of them.
  eventDataStores: Array.from({ length: 12 }, (_, index) => storeArn(`store-${index}`)),
};

/** The readers in the simulated organization, and those who change things in it. */
async function readers() {
  const { aws, removeRole, forbid } = await simulatedWorld(world);
  const assume = assumedRoles({ region: home, partition: 'aws', roleName: 'trailwarden-read' });
  const { endpoint } = aws.as(logArchive);
  const credentials = aws.organization.credentials({
    accountId: logArchive,
    identity: { kind: 'role', role: 'Admin', session: 'mallory' },
  });
  return {
    removeRole,
    forbid,
    bucket: bucketReader({ assume, region: home }),
    key: keyReader({ assume }),
    lake: lakeReader({ assume, region: home }),
    s3: (who: string) => aws.as(who, home).s3,
    trails: aws.as(member, home).cloudTrail,
    kms: new KMSClient({ endpoint, credentials, region: home, maxAttempts: 1 }),
  };
}

const Bucket = 'all-logs';

describe('a bucket', () => {
  it('is found with its owner, whoever is asked first', async () => {
    const { bucket, s3 } = await readers();
    await s3(logArchive).send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket,
        LifecycleConfiguration: {
          Rules: [{ ID: 'soon', Status: 'Enabled', Filter: { Prefix: 'AWSLogs/' }, Expiration: { Days: 1 } }],
        },
      }),
    );
    await s3(logArchive).send(
      new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } }),
    );
    const found = await bucket(Bucket, [other, owner], undefined);
    expect(found).toMatchObject({
      is: 'there',
      owner,
      settings: {
        policy: { kind: 'seen', value: expect.stringContaining('cloudtrail.amazonaws.com') as string },
        expiry: { kind: 'seen', value: [{ name: 'soon', prefix: 'AWSLogs/', tagged: false, days: 1 }] },
        versioning: { kind: 'seen', value: 'suspended' },
      },
    });
  });

  it('without a policy, lifecycle or versioning is seen to have none', async () => {
    const { bucket, s3 } = await readers();
    await s3(logArchive).send(new DeleteBucketPolicyCommand({ Bucket }));
    expect(await bucket(Bucket, [owner], owner)).toMatchObject({
      settings: {
        policy: { kind: 'seen', value: undefined },
        expiry: { kind: 'seen', value: [] },
        versioning: { kind: 'seen', value: 'never' },
      },
    });
  });

  it('whose policy shuts the reader out is there, and its policy cannot be read', async () => {
    const { bucket, s3 } = await readers();
    const shut = {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:GetBucketPolicy',
      Resource: `arn:aws:s3:::${Bucket}`,
    };
    await s3(logArchive).send(
      new PutBucketPolicyCommand({
        Bucket,
        Policy: JSON.stringify({ Version: '2012-10-17', Statement: [shut] }),
      }),
    );
    expect(await bucket(Bucket, [owner], owner)).toMatchObject({
      is: 'there',
      owner,
      settings: {
        policy: { kind: 'unreadable', why: { code: 'AccessDenied' } },
        versioning: { kind: 'seen' },
      },
    });
  });

  it('that was deleted is gone; taken over by a stranger it is foreign', async () => {
    const { bucket, s3 } = await readers();
    await s3(logArchive).send(new DeleteBucketCommand({ Bucket }));
    expect(await bucket(Bucket, [owner, other], owner)).toEqual({ is: 'gone', owner });
    await s3(stranger).send(new CreateBucketCommand({ Bucket }));
    expect(await bucket(Bucket, [owner, other], owner)).toEqual({ is: 'foreign', owner });
    // Whose it was is unknown: it may always have been another account's.
    expect(await bucket(Bucket, [owner, other], undefined)).toMatchObject({ is: 'hidden' });
  });

  it('whose owner cannot be asked is hidden, never gone', async () => {
    const { bucket, removeRole } = await readers();
    removeRole(logArchive);
    const why = { operation: 'sts:AssumeRole', code: 'AccessDenied' };
    expect(await bucket(Bucket, [owner, other], owner)).toMatchObject({ is: 'hidden', owner, why });
    expect(await bucket(Bucket, [owner, other], owner, (one) => one === owner)).toMatchObject({
      is: 'hidden',
    });
    expect(await bucket(Bucket, [], undefined)).toMatchObject({ is: 'hidden' });
  });
});

describe('a bucket that a stranger has taken over', () => {
  it.each([
    ['is hidden while somebody who may own it cannot be asked', () => true, 'hidden'],
    ['is foreign where only others cannot be asked', () => false, 'foreign'],
  ])('%s', async (_words, counts, is) => {
    const { bucket, s3, removeRole } = await readers();
    await s3(logArchive).send(new DeleteBucketCommand({ Bucket }));
    await s3(stranger).send(new CreateBucketCommand({ Bucket }));
    removeRole(management);
    expect(await bucket(Bucket, [owner, other], owner, counts)).toMatchObject({ is, owner });
  });
});

describe('a key', () => {
  const isOurs = (who: string) => who === logArchive;

  it('is found with its state and policy', async () => {
    const { key, kms } = await readers();
    expect(await key(keyArn, isOurs)).toMatchObject({
      is: 'there',
      owner,
      settings: { state: 'Enabled', policy: { kind: 'seen' } },
    });
    await kms.send(new DisableKeyCommand({ KeyId: keyArn }));
    expect(await key(keyArn, isOurs)).toMatchObject({ settings: { state: 'Disabled' } });
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId: keyArn, PendingWindowInDays: 7 }));
    expect(await key(keyArn, isOurs)).toMatchObject({
      settings: { state: 'PendingDeletion', deletedAt: expect.any(Number) as number },
    });
  });

  it('of an account that is not ours is foreign, without asking anybody', async () => {
    const { key } = await readers();
    expect(await key(keyArn.replace(logArchive, stranger), isOurs)).toEqual({
      is: 'foreign',
      owner: stranger,
    });
  });

  it('that does not exist is gone, and one whose account cannot be asked is hidden', async () => {
    const { key, removeRole } = await readers();
    expect(await key(`${keyArn}-no-more`, isOurs)).toEqual({ is: 'gone', owner });
    removeRole(logArchive);
    expect(await key(keyArn, isOurs)).toMatchObject({ is: 'hidden', owner });
  });

  it.each(['alias/logs', 'k-1', ''])('named %j is hidden: only an ARN says whose it is', async (name) => {
    const { key } = await readers();
    expect(await key(name, isOurs)).toMatchObject({ is: 'hidden', why: { code: 'NoArn' } });
  });
});

describe('CloudTrail Lake', () => {
  it('is every event data store of a Region, over all pages, with what it takes in', async () => {
    const { lake, trails } = await readers();
    const [stopped, narrowed] = [storeArn('store-0'), storeArn('store-11')];
    await trails.send(new StopEventDataStoreIngestionCommand({ EventDataStore: stopped }));
    await trails.send(
      new UpdateEventDataStoreCommand({
        EventDataStore: narrowed,
        MultiRegionEnabled: false,
        RetentionPeriod: 7,
        AdvancedEventSelectors: [
          {
            FieldSelectors: [
              { Field: 'eventCategory', Equals: ['Management'] },
              { Field: 'readOnly', Equals: ['true'] },
            ],
          },
        ],
      }),
    );
    const found = await lake(account(member), region(home));
    const stores = found.kind === 'seen' ? found.value : [];
    expect(stores).toHaveLength(12);
    expect(stores.find(({ arn }) => arn === stopped)).toMatchObject({ state: 'stopped' });
    expect(stores.find(({ arn }) => arn === narrowed)).toMatchObject({
      state: 'running',
      settings: { recorded: { writes: 'none', reads: 'all' }, multiRegion: false, keptDays: 7 },
    });
  });

  it('is nothing where there is none, and unreadable where nobody may ask', async () => {
    const { lake, forbid, removeRole } = await readers();
    expect(await lake(owner, region(home))).toEqual({ kind: 'seen', value: [] });
    forbid(member, home);
    expect(await lake(account(member), region(home))).toMatchObject({
      kind: 'unreadable',
      why: { operation: 'cloudtrail:ListEventDataStores' },
    });
    removeRole(management);
    expect(await lake(other, region(home))).toMatchObject({
      kind: 'unreadable',
      why: { operation: 'sts:AssumeRole' },
    });
  });
});
