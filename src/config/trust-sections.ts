import * as z from 'zod';
import { Account, configSection, RoleArn, textLike } from './values.ts';

const accounts = z.array(Account, { error: 'a list of AWS account ids' });

const bucket = textLike(
  /^(?!xn--|.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  'the name of a bucket alone, without s3:// and arn:, such as "all-logs"',
);
const keyArn = textLike(
  /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/,
  'the ARN of a key, not of an alias, such as "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"',
);
const buckets = z.array(bucket, { error: 'a list of S3 bucket names' }).default([]);
const keys = z.array(keyArn, { error: 'a list of KMS key ARNs' }).default([]);

/** The section `baseline` of config.json: what trails are expected to use. */
export const Baseline = configSection({
  buckets: buckets.describe('Buckets that logs may go to.'),
  keys: keys.describe('Keys that logs may be encrypted with.'),
  known_buckets: buckets.describe(
    "Buckets that are known besides, as a vendor's; unlike buckets, this list excludes no others.",
  ),
  known_keys: keys.describe('Keys that are known besides; this list excludes no others.'),
  accounts: accounts.prefault([]).describe('Accounts that may own such buckets and keys.'),
});

/** The section `operators` of config.json: people who scan. */
export const Operators = configSection({
  roles: z
    .array(RoleArn, { error: 'a list of ARNs of roles' })
    .default([])
    .describe(
      'Roles whose sessions may take on the read role, to scan the watched accounts (trailwarden scan).',
    ),
});
