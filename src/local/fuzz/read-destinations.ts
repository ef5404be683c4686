import { sight } from '#adapters/aws/refusals.ts';
import type { BucketSettings, ExpiryRule, FoundBucket, FoundKey } from '#domain/facts/log-destination.ts';
import type { Sight } from '#domain/facts/observation.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import { parseArn } from '#domain/values/arn.ts';
import type { LogDestinationReader } from '#ports/log-destinations.ts';
import type { AwsCalls, Desk } from './call-aws.ts';
import type { SignIn } from './read-account.ts';

async function setting<Value>(
  action: string,
  notSet: { readonly code: string; readonly value: Value },
  read: () => Promise<Value>,
): Promise<Sight<Value>> {
  const answer = await sight(action, read);
  const absent = answer.kind === 'unreadable' && answer.why.code === notSet.code;
  return absent ? { kind: 'seen', value: notSet.value } : answer;
}

function expiryIn(xml: string): ExpiryRule[] {
  const days = Number(/<Days>(\d+)</.exec(xml)?.[1]);
  const whole = { name: undefined, prefix: '', tagged: false, date: undefined, formerDays: undefined };
  return Number.isNaN(days) ? [] : [{ ...whole, days }];
}

async function settingsOf(
  calls: AwsCalls,
  desk: Desk,
  bucket: string,
  owner: AccountId,
): Promise<BucketSettings> {
  const policy = await setting<string | undefined>(
    's3:GetBucketPolicy',
    { code: 'NoSuchBucketPolicy', value: undefined },
    () => calls.s3(desk, 'GET policy', bucket, { owner }),
  );
  const expiry = await setting<readonly ExpiryRule[]>(
    's3:GetLifecycleConfiguration',
    { code: 'NoSuchLifecycleConfiguration', value: [] },
    async () => expiryIn(await calls.s3(desk, 'GET lifecycle', bucket, { owner })),
  );
  const versioning = await sight('s3:GetBucketVersioning', async () => {
    const status = /<Status>(\w+)</.exec(await calls.s3(desk, 'GET versioning', bucket, { owner }))?.[1];
    return status === 'Enabled' ? ('enabled' as const) : status === undefined ? 'never' : 'suspended';
  });
  return { policy, expiry, versioning };
}

type FindBucket = LogDestinationReader['findBucket'];

const noOne = { operation: 's3:ListAllMyBuckets', code: 'NoAccount', message: 'No account could be asked.' };
const noArn = { operation: 'kms:DescribeKey', code: 'NoArn', message: 'The key is not named by its ARN.' };

/** What is known of a bucket that none of the asked accounts lists. */
function elsewhere(
  { policy }: BucketSettings,
  former: AccountId | undefined,
  hidden: FoundBucket | undefined,
): FoundBucket {
  if (policy.kind === 'seen') return hidden ?? { is: 'hidden', owner: former, why: noOne };
  if (policy.why.code === 'NoSuchBucket') return { is: 'gone', owner: former };
  if (former === undefined) return { is: 'hidden', why: policy.why };
  return hidden ?? { is: 'foreign', owner: former };
}

function findBucketWith(calls: AwsCalls, signIn: SignIn): FindBucket {
  return async (name, accounts, former, counts = () => true) => {
    let asked: { readonly account: AccountId; readonly desk: Desk } | undefined;
    let hidden: FoundBucket | undefined;
    for (const account of accounts) {
      const desk = await signIn(account, 'eu-west-1');
      const listed =
        desk.kind === 'seen'
          ? await sight('s3:ListAllMyBuckets', () => calls.s3(desk.value, 'GET', '', { prefix: name }))
          : desk;
      if (desk.kind === 'unreadable' || listed.kind === 'unreadable') {
        if (listed.kind === 'unreadable' && counts(account))
          hidden ??= { is: 'hidden', owner: former, why: listed.why };
        if (account === former) break;
        continue;
      }
      asked ??= { account, desk: desk.value };
      if (!listed.value.includes(`<Name>${name}</Name>`)) continue;
      return { is: 'there', owner: account, settings: await settingsOf(calls, desk.value, name, account) };
    }
    if (!asked) return hidden ?? { is: 'hidden', owner: former, why: noOne };
    return elsewhere(await settingsOf(calls, asked.desk, name, asked.account), former, hidden);
  };
}

async function keyAt(calls: AwsCalls, desk: Desk, KeyId: string, owner: AccountId): Promise<FoundKey> {
  const told = await sight('kms:DescribeKey', async () => {
    // The simulated organization answers in the service's form; so below.
    const answer = await calls.json(desk, 'kms:DescribeKey', { KeyId });
    return (answer as { readonly KeyMetadata: { readonly KeyState: string } }).KeyMetadata;
  });
  const policy = await sight('kms:GetKeyPolicy', async () => {
    const answer = await calls.json(desk, 'kms:GetKeyPolicy', { KeyId });
    return (answer as { readonly Policy: string }).Policy;
  });
  if (told.kind === 'seen') return { is: 'there', owner, settings: { state: told.value.KeyState, policy } };
  const isGone = told.why.code === 'NotFoundException';
  return isGone ? { is: 'gone', owner } : { is: 'hidden', owner, why: told.why };
}

/** Reads buckets and keys through the read roles of the accounts that may own them. */
export function fuzzDestinations(calls: AwsCalls, signIn: SignIn): LogDestinationReader {
  return {
    findBucket: findBucketWith(calls, signIn),
    async findKey(arn, isOurs) {
      const { region = '', account = '' } = parseArn(arn) ?? {};
      const owner = parseAccountId(account);
      if (owner === undefined) return { is: 'hidden', why: noArn };
      if (!isOurs(owner)) return { is: 'foreign', owner };
      const desk = await signIn(owner, region);
      if (desk.kind === 'unreadable') return { is: 'hidden', owner, why: desk.why };
      return keyAt(calls, desk.value, arn, owner);
    },
  };
}
