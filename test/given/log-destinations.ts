import type {
  BucketSettings,
  BucketSight,
  ExpiryRule,
  FoundBucket,
  FoundKey,
  KeySettings,
  KeySight,
} from '#domain/facts/log-destination.ts';
import type { Unreadable } from '#domain/facts/observation.ts';
import { instant } from '#domain/values/instant.ts';
import { at } from './incidents.ts';
import { account } from './incidents.ts';
import { prod } from './looks.ts';

export const bucketName = 'the-bucket';
export const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/k-1';
export const refused: Unreadable = { operation: 's3:GetBucketPolicy', code: 'AccessDenied', message: 'no' };
export const archive = account('222222222222');
export const days = (count: number) => instant(at('12:00:00') + count * 24 * 3600 * 1000);

const moments = { at: at('11:59:58'), changedAt: at('11:59:50') };

/** The bucket of every trail of these tests, found like this. */
export const foundBucket = (found: FoundBucket, more: Partial<BucketSight> = {}): BucketSight => ({
  kind: 'bucket',
  id: bucketName,
  ...moments,
  found,
  ...more,
});

/** The same, when it is there with these settings; what is left out is as harmless as can be. */
export const bucketWith = (settings: Partial<BucketSettings>, more: Partial<BucketSight> = {}): BucketSight =>
  foundBucket(
    {
      is: 'there',
      owner: archive,
      settings: {
        policy: { kind: 'seen', value: undefined },
        expiry: { kind: 'seen', value: [] },
        versioning: { kind: 'seen', value: 'never' },
        ...settings,
      },
    },
    more,
  );

/** The bucket with these lifecycle rules. */
export const expiring = (...rules: readonly Partial<ExpiryRule>[]): BucketSight =>
  bucketWith({
    expiry: { kind: 'seen', value: rules.map((rule) => ({ prefix: '', tagged: false, ...rule })) },
  });

/** The key of every trail of these tests, found like this. */
export const foundKey = (found: FoundKey): KeySight => ({ kind: 'key', id: keyArn, ...moments, found });

/** The same, when it is there with these settings; enabled when nothing is said. */
export const keyWith = (settings: Partial<KeySettings>): KeySight =>
  foundKey({
    is: 'there',
    owner: prod,
    settings: { state: 'Enabled', policy: { kind: 'seen', value: undefined }, ...settings },
  });
