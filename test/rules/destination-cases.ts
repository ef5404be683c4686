import type { BucketSight, KeySight } from '#domain/facts/log-destination.ts';
import {
  archive,
  bucketWith,
  days,
  expiring,
  foundBucket,
  foundKey,
  keyArn,
  keyWith,
  refused,
} from '#test/given/log-destinations.ts';
import { account } from '#test/given/incidents.ts';
import type { Seen } from '#test/given/looks.ts';
import { after, call, independent, logging, stopped } from '#test/given/looks.ts';

const main = logging('main');
const kept = { buckets: [], keys: [], accounts: [], keptDays: 90, known: [] };
/** One look at the trail `main`, whose bucket or key was found like this. */
const found = (...destinations: NonNullable<Seen['destinations']>): Seen => ({
  sights: [main],
  destinations,
  expected: kept,
});

/** The same when the trail is that of an organization with one member. */
const ofOrganization = (bucket: BucketSight): Seen => ({
  ...found(bucket),
  sights: [logging('main', {}, { organization: true })],
  organization: {
    id: 'o-exampleorg',
    management: account('111122223333'),
    delegates: [],
    accounts: [account('111122223333'), account('444455556666')],
  },
});

const unread = { when: 'nobody has looked at the bucket yet', seen: found() };
const hiddenBucket = {
  when: 'the account that owns the bucket cannot be asked',
  seen: found(foundBucket({ is: 'hidden', why: refused })),
};

const other = independent('other');
const document = (...statements: readonly object[]) => ({
  kind: 'seen' as const,
  value: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
});
const CloudTrail = { Service: 'cloudtrail.amazonaws.com' };
const allowed = [
  { Effect: 'Allow', Principal: CloudTrail, Action: 's3:GetBucketAcl', Resource: 'arn:aws:s3:::the-bucket' },
  {
    Effect: 'Allow',
    Principal: CloudTrail,
    Action: 's3:PutObject',
    Resource: 'arn:aws:s3:::the-bucket/AWSLogs/111122223333/*',
  },
];
const denial = { Sid: 'Never', Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' };
const broken = bucketWith({ policy: document(...allowed, denial) });
const sound = bucketWith({ policy: document(...allowed) });
const soundKey = keyWith({
  policy: document({ Effect: 'Allow', Principal: CloudTrail, Action: 'kms:GenerateDataKey*', Resource: '*' }),
});
const lockedKey = keyWith({ policy: document() });
const onBucket = call('PutBucketPolicy', after(-12), undefined, {
  dependsOn: { kind: 'bucket', id: 'the-bucket' },
  effect: 'change',
});
const onKey = call('PutKeyPolicy', after(-12), undefined, {
  dependsOn: { kind: 'key', id: keyArn },
  effect: 'change',
});
const changed = (bucket: BucketSight, key: KeySight): Seen => ({
  ...found(bucket, key),
  calls: [onBucket, onKey],
});

const gone = foundBucket({ is: 'gone', owner: archive });
const foreign = foundBucket({ is: 'foreign', owner: archive });
const pending = keyWith({ state: 'PendingDeletion', deletedAt: days(7) });
const disabled = keyWith({ state: 'Disabled' });
const hiddenKey = {
  when: 'the account that owns the key cannot be asked',
  seen: found(foundKey({ is: 'hidden', why: refused })),
};
const unreadKey = { when: 'nobody has looked at the key yet', seen: found() };
const noKey = {
  when: 'the trail has no key',
  seen: { ...found(), sights: [logging('main', {}, { kmsKey: undefined })] },
};

/** The cases of the rules about what trails deliver to. */
export const destinationCases = {
  'delivery-will-fail': {
    fires: [
      {
        when: "the bucket's policy was changed and denies CloudTrail now",
        severity: 'high',
        seen: changed(broken, soundKey),
      },
      {
        when: "the key's policy was changed and does not allow CloudTrail any more",
        severity: 'high',
        seen: changed(sound, lockedKey),
      },
      {
        when: "the bucket's policy was deleted, and another trail goes elsewhere",
        severity: 'medium',
        seen: { ...changed(bucketWith({}), soundKey), sights: [main, other] },
      },
    ],
    silent: [
      { when: 'the policies let CloudTrail deliver', seen: changed(sound, soundKey) },
      {
        when: 'log files and digest files have arrived since the change',
        seen: {
          ...changed(broken, soundKey),
          calls: [{ ...onBucket, at: after(-900) }],
          sights: [logging('main', { deliveredAt: after(-300), digestDeliveredAt: after(-240) })],
        },
      },
      { when: 'the bucket is gone, which another rule tells', seen: changed(gone, soundKey) },
      {
        when: 'a delivery has failed, which another rule tells',
        seen: { ...changed(broken, soundKey), sights: [logging('main', { deliveryError: 'AccessDenied' })] },
      },
    ],
    blind: [
      unread,
      hiddenBucket,
      { when: 'the policy was never changed while anybody looked', seen: found(broken, soundKey) },
      {
        when: 'a statement has a condition that nobody can judge',
        seen: changed(
          bucketWith({
            policy: document(...allowed, { ...denial, Condition: { StringEquals: { 'aws:Strange': 'x' } } }),
          }),
          soundKey,
        ),
      },
      {
        when: 'the policy cannot be read',
        seen: changed(bucketWith({ policy: { kind: 'unreadable', why: refused } }), soundKey),
      },
    ],
  },
  'bucket-gone': {
    fires: [
      { when: 'the bucket does not exist', severity: 'high', seen: found(gone) },
      {
        when: 'it does not exist, and another trail goes elsewhere',
        severity: 'medium',
        seen: { ...found(gone), sights: [main, other] },
      },
    ],
    silent: [
      { when: 'the bucket is there', seen: found(sound) },
      { when: 'it belongs to somebody else, which another rule tells', seen: found(foreign) },
    ],
    blind: [
      unread,
      hiddenBucket,
      { when: 'the trail does not log', seen: { ...found(gone), sights: [stopped('main')] } },
    ],
  },
  'bucket-foreign': {
    fires: [{ when: 'a bucket that was ours is nobody’s we know', severity: 'high', seen: found(foreign) }],
    silent: [
      { when: 'the bucket is ours', seen: found(sound) },
      { when: 'it does not exist, which another rule tells', seen: found(gone) },
    ],
    blind: [unread, hiddenBucket],
  },
  'bucket-unknown': {
    fires: [
      {
        when: 'a new trail delivers to a bucket that none of the accounts that were asked has',
        severity: 'low',
        seen: { ...found(foundBucket({ is: 'hidden', why: refused })), expected: { ...kept, keptDays: 0 } },
      },
    ],
    silent: [
      { when: 'the bucket is in an account of ours', seen: found(sound) },
      {
        when: 'the configuration names it as known',
        seen: {
          ...found(foundBucket({ is: 'hidden', why: refused })),
          expected: { ...kept, known: ['the-bucket'] },
        },
      },
      {
        when: 'the trail has delivered there for months',
        seen: {
          ...found(foundBucket({ is: 'hidden', why: refused })),
          sights: [logging('main', { startedAt: after(-90 * 24 * 3600) })],
        },
      },
    ],
    blind: [
      unread,
      {
        when: 'an account that may own it cannot be asked',
        seen: found(foundBucket({ is: 'hidden', why: { ...refused, operation: 'sts:AssumeRole' } })),
      },
    ],
  },
  'key-pending-deletion': {
    fires: [
      { when: 'the key waits for its deletion', severity: 'high', seen: found(pending) },
      {
        when: 'it does, and another trail has none',
        severity: 'medium',
        seen: { ...found(pending), sights: [main, other] },
      },
      { when: 'the key is deleted', severity: 'high', seen: found(foundKey({ is: 'gone' })) },
    ],
    silent: [
      { when: 'the key is enabled', seen: found(soundKey) },
      { when: 'it is disabled, which another rule tells', seen: found(disabled) },
      noKey,
    ],
    blind: [unreadKey, hiddenKey],
  },
  'key-disabled': {
    fires: [
      { when: 'the key is disabled', severity: 'high', seen: found(disabled) },
      {
        when: 'its imported material was deleted, and another trail has no key',
        severity: 'medium',
        seen: { ...found(keyWith({ state: 'PendingImport' })), sights: [main, other] },
      },
    ],
    silent: [
      { when: 'the key is enabled', seen: found(soundKey) },
      { when: 'it waits for its deletion, which another rule tells', seen: found(pending) },
      noKey,
    ],
    blind: [unreadKey, hiddenKey],
  },
  'key-foreign': {
    fires: [
      {
        when: 'the key belongs to an account that nobody knows',
        severity: 'high',
        seen: found(foundKey({ is: 'foreign', owner: archive })),
      },
    ],
    silent: [
      { when: 'the key is ours', seen: found(soundKey) },
      {
        when: 'it is declared in baseline.keys',
        seen: {
          ...found(foundKey({ is: 'foreign', owner: archive })),
          expected: { ...kept, keys: [keyArn] },
        },
      },
      noKey,
    ],
    blind: [unreadKey, hiddenKey],
  },
  'versioning-suspended': {
    fires: [
      {
        when: 'the bucket had versions and keeps none any more',
        severity: 'low',
        seen: found(bucketWith({ versioning: { kind: 'seen', value: 'suspended' } })),
      },
    ],
    silent: [
      { when: 'it never had any', seen: found(sound) },
      { when: 'it keeps them', seen: found(bucketWith({ versioning: { kind: 'seen', value: 'enabled' } })) },
      { when: 'the bucket is gone', seen: found(gone) },
    ],
    blind: [
      unread,
      hiddenBucket,
      {
        when: 'its versioning cannot be read',
        seen: found(bucketWith({ versioning: { kind: 'unreadable', why: refused } })),
      },
    ],
  },
  'logs-expire-early': {
    fires: [
      {
        when: 'a lifecycle rule deletes log files after a day',
        severity: 'high',
        seen: found(expiring({ days: 1 })),
      },
      {
        when: 'it is about a part of them',
        severity: 'high',
        seen: found(expiring({ prefix: 'AWSLogs/111122223333/CloudTrail/eu-west-1', days: 89 })),
      },
      {
        when: 'it is about the files of one member of the organization',
        severity: 'high',
        seen: ofOrganization(expiring({ prefix: 'AWSLogs/o-exampleorg/444455556666/', days: 1 })),
      },
      {
        when: 'it names the day',
        severity: 'high',
        seen: found(expiring({ date: days(3) })),
      },
      {
        when: 'it deletes former versions only',
        severity: 'low',
        seen: found(expiring({ formerDays: 1 })),
      },
    ],
    silent: [
      { when: 'there is no lifecycle rule', seen: found(expiring()) },
      { when: 'they are kept long enough', seen: found(expiring({ days: 90, formerDays: 1 })) },
      {
        when: 'it is about other files',
        seen: found(expiring({ prefix: 'AWSLogs/111122223333/Config', days: 1 })),
      },
      {
        when: 'it names a wildcard, which S3 takes for a letter',
        seen: found(expiring({ prefix: 'AWSLogs/*', days: 1 })),
      },
      {
        when: 'it is about the logs of load balancers in the same bucket',
        seen: ofOrganization(expiring({ prefix: 'AWSLogs/444455556666/elasticloadbalancing/', days: 1 })),
      },
      {
        when: 'it is about the logs of a load balancer in the folder of a member',
        seen: ofOrganization(
          expiring({ prefix: 'AWSLogs/o-exampleorg/444455556666/elasticloadbalancing/', days: 1 }),
        ),
      },
      {
        when: 'it is about an account that is no member',
        seen: ofOrganization(expiring({ prefix: 'AWSLogs/o-exampleorg/222233334444/', days: 1 })),
      },
      {
        when: 'it is about the inventory of Config and the digest files',
        seen: ofOrganization(
          expiring(
            { prefix: 'AWSLogs/o-exampleorg/444455556666/Config/', days: 1 },
            { prefix: 'AWSLogs/o-exampleorg/444455556666/CloudTrail-Digest/', days: 1 },
          ),
        ),
      },
      { when: 'it is about tagged files', seen: found(expiring({ tagged: true, days: 1 })) },
      {
        when: 'it is about files of some sizes, which log files may have or not',
        seen: found(expiring({ someSizes: true, days: 1 })),
      },
      {
        when: 'it is about the files of a year that are older than they are to be kept',
        seen: found(expiring({ prefix: 'AWSLogs/111122223333/CloudTrail/eu-west-1/2024/', days: 1 })),
      },
      {
        when: 'nobody minds (minimum_retention_days is 0)',
        seen: { ...found(expiring({ days: 1 })), expected: { ...kept, keptDays: 0 } },
      },
      { when: 'the bucket is gone', seen: found(foundBucket({ is: 'gone', owner: archive })) },
    ],
    blind: [
      unread,
      hiddenBucket,
      {
        when: 'its lifecycle rules cannot be read',
        seen: found(bucketWith({ expiry: { kind: 'unreadable', why: refused } })),
      },
    ],
  },
} as const;
