import {
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  ListBucketsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { BucketSettings, FoundBucket } from '#domain/facts/log-destination.ts';
import type { Sight, Unreadable } from '#domain/facts/observation.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { LogDestinationReader } from '#ports/log-destinations.ts';
import type { AssumeReadRole } from './assumed-roles.ts';
import { expiryRulesFrom, readLifecycle } from './bucket-answers.ts';
import { clientDefaults } from './clients.ts';
import { sight } from './refusals.ts';

/** The read role's credentials, and the Region that buckets are looked up from. */
export interface BucketReaderParts {
  readonly assume: AssumeReadRole;
  /** The Region of the endpoint for buckets whose Region is not known. */
  readonly region: string;
}

/** Makes an S3 client for a Region (default: the central one) with one account's credentials. */
type OwnS3 = (region?: string) => S3Client;

async function signIn({ assume, region }: BucketReaderParts, account: AccountId): Promise<Sight<OwnS3>> {
  const role = await sight('sts:AssumeRole', () => assume(account));
  if (role.kind === 'unreadable') return role;
  return {
    kind: 'seen',
    value: (where = region) =>
      // Path style, because a dot in a bucket's name breaks TLS with virtual hosts.
      new S3Client({
        ...clientDefaults,
        region: where,
        credentials: role.value,
        forcePathStyle: true,
        followRegionRedirects: true,
      }),
  };
}

/** Reads a setting for which S3 returns the error `notSet.code` when it is not configured. */
async function setting<Value>(
  action: string,
  notSet: { readonly code: string; readonly value: Value },
  read: () => Promise<Value>,
): Promise<Sight<Value>> {
  const answer = await sight(action, read);
  const absent = answer.kind === 'unreadable' && answer.why.code === notSet.code;
  return absent ? { kind: 'seen', value: notSet.value } : answer;
}

const versioningOf = { Enabled: 'enabled', Suspended: 'suspended' } as const;

async function settingsOf(client: S3Client, Bucket: string, owner: AccountId): Promise<BucketSettings> {
  const own = { Bucket, ExpectedBucketOwner: owner };
  const [policy, lifecycle, versioning] = await Promise.all([
    setting('s3:GetBucketPolicy', { code: 'NoSuchBucketPolicy', value: undefined }, async () => {
      return (await client.send(new GetBucketPolicyCommand(own))).Policy;
    }),
    setting(readLifecycle, { code: 'NoSuchLifecycleConfiguration', value: undefined }, async () => {
      return (await client.send(new GetBucketLifecycleConfigurationCommand(own))).Rules;
    }),
    sight('s3:GetBucketVersioning', async () => {
      const { Status } = await client.send(new GetBucketVersioningCommand(own));
      return Status === undefined ? ('never' as const) : versioningOf[Status];
    }),
  ]);
  return {
    policy,
    expiry: lifecycle.kind === 'seen' ? expiryRulesFrom(lifecycle.value) : lifecycle,
    versioning,
  };
}

const isGone = ({ policy, expiry, versioning }: BucketSettings): boolean =>
  [policy, expiry, versioning].some(
    (one) => one.kind === 'unreadable' && ['NoSuchBucket', 'NotFound'].includes(one.why.code),
  );

/** The bucket in the account's own list of buckets. Only the owner's list contains it, whatever the bucket policy says. */
async function ownBucket(own: OwnS3, name: string): Promise<Sight<{ readonly region?: string } | undefined>> {
  return sight('s3:ListAllMyBuckets', async () => {
    // The response contains the Region only when MaxBuckets or Prefix is set (S3 API Reference, ListBuckets).
    const { Buckets = [] } = await own().send(new ListBucketsCommand({ Prefix: name, MaxBuckets: 100 }));
    const found = Buckets.find(({ Name }) => Name === name);
    return found && { ...(found.BucketRegion !== undefined && { region: found.BucketRegion }) };
  });
}

/** What is known of a bucket that no watched account lists: deleted, not listed yet, hidden, or of a foreign account. */
async function elsewhere(
  own: OwnS3,
  name: string,
  candidate: AccountId,
  former: AccountId | undefined,
): Promise<FoundBucket> {
  const settings = await settingsOf(own(), name, candidate);
  if (isGone(settings)) return { is: 'gone', owner: former };
  // ListBuckets is eventually consistent. The call names the candidate as ExpectedBucketOwner, so success proves ownership.
  if (settings.policy.kind === 'seen') return { is: 'there', owner: candidate, settings };
  return former === undefined ? { is: 'hidden', why: settings.policy.why } : { is: 'foreign', owner: former };
}

interface Ownership {
  /** The owner when the bucket was last found. */
  readonly former: AccountId | undefined;
  /** Whether a refusal in this account makes the result `hidden`, because the account may own the bucket. */
  readonly mustBeReadable: (account: AccountId) => boolean;
}

async function findBucket(
  parts: BucketReaderParts,
  name: string,
  accounts: readonly AccountId[],
  { former, mustBeReadable }: Ownership,
): Promise<FoundBucket> {
  let [refused, asked]: [Unreadable | undefined, [AccountId, OwnS3] | undefined] = [undefined, undefined];
  for (const account of accounts) {
    const signed = await signIn(parts, account);
    const listed = signed.kind === 'seen' ? await ownBucket(signed.value, name) : signed;
    if (signed.kind === 'unreadable' || listed.kind === 'unreadable') {
      refused ??= listed.kind === 'unreadable' && mustBeReadable(account) ? listed.why : undefined;
      // Without an answer from the last known owner, the bucket cannot be declared deleted or foreign.
      if (account === former) break;
      continue;
    }
    asked ??= [account, signed.value];
    if (listed.value === undefined) continue;
    const settings = await settingsOf(signed.value(listed.value.region), name, account);
    return isGone(settings) ? { is: 'gone', owner: account } : { is: 'there', owner: account, settings };
  }
  const hidden = refused && ({ is: 'hidden', owner: former, why: refused } as const);
  if (asked === undefined) return hidden ?? unknown(former);
  const found = await elsewhere(asked[1], name, asked[0], former);
  return found.is === 'foreign' && hidden ? hidden : found;
}

const unknown = (owner: AccountId | undefined): FoundBucket => ({
  is: 'hidden',
  owner,
  why: { operation: 's3:ListAllMyBuckets', code: 'NoAccount', message: 'No account could be asked.' },
});

/** Reads a bucket with the credentials of its owner, which is searched for among `accounts`: see `LogDestinationReader`. */
export function bucketReader(parts: BucketReaderParts): LogDestinationReader['findBucket'] {
  return (name, accounts, former, mustBeReadable = () => true) =>
    findBucket(parts, name, accounts, { former, mustBeReadable });
}
