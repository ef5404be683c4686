import type { LifecycleRule } from '@aws-sdk/client-s3';
import type { ExpiryRule } from '#domain/facts/log-destination.ts';
import type { Sight } from '#domain/facts/observation.ts';
import { instant } from '#domain/values/instant.ts';

/** The IAM action that reading lifecycle rules requires. */
export const readLifecycle = 's3:GetLifecycleConfiguration';

/** Characters stored of a rule's name and prefix; a trail's own prefix has at most 200. */
const maxLength = { name: 64, prefix: 256 };
/** Characters stored of all rules of a bucket together: far below DynamoDB's 400 KB an item. */
const maxStoredLength = 100_000;

/** Every trail has log files of these sizes in bytes: a few events, compressed. A filter that admits all of them deletes some. */
const commonSizes = { least: 1024, most: 64 * 1024 };

/** Whether the filter leaves out common sizes of log files, so that it may delete none. */
function limitsSizes(Filter: LifecycleRule['Filter']): boolean {
  const { And } = Filter ?? {};
  const above = Math.max(Filter?.ObjectSizeGreaterThan ?? 0, And?.ObjectSizeGreaterThan ?? 0);
  const below = Math.min(Filter?.ObjectSizeLessThan ?? Infinity, And?.ObjectSizeLessThan ?? Infinity);
  return above >= commonSizes.least || below <= commonSizes.most;
}

function expiryRuleFrom({ ID, Filter, ...rule }: LifecycleRule): ExpiryRule {
  const { Expiration, NoncurrentVersionExpiration } = rule;
  const tags = [Filter?.Tag, ...(Filter?.And?.Tags ?? [])];
  const Date = Expiration?.Date;
  // Deprecated in the SDK, but existing rules that use it are still in force.
  const { Prefix } = rule as { readonly Prefix?: string };
  return {
    name: ID?.slice(0, maxLength.name),
    // The rule's own Prefix is the older spelling of the filter's (S3 API Reference, LifecycleRule).
    prefix: (Filter?.And?.Prefix ?? Filter?.Prefix ?? Prefix ?? '').slice(0, maxLength.prefix),
    tagged: tags.some((tag) => tag !== undefined),
    someSizes: limitsSizes(Filter) || undefined,
    days: Expiration?.Days,
    date: Date && instant(Date.getTime()),
    formerDays: NoncurrentVersionExpiration?.NoncurrentDays,
  };
}

/** The enabled rules that delete objects or noncurrent versions; `unreadable` when they are too many to store. */
export function expiryRulesFrom(rules: readonly LifecycleRule[] | undefined): Sight<readonly ExpiryRule[]> {
  const value = (rules ?? [])
    .filter(({ Status }) => Status === 'Enabled')
    .map(expiryRuleFrom)
    .filter(({ days, date, formerDays }) => (days ?? date ?? formerDays) !== undefined);
  if (JSON.stringify(value).length <= maxStoredLength) return { kind: 'seen', value };
  const message = `There are ${value.length} rules, more than can be kept.`;
  return { kind: 'unreadable', why: { operation: readLifecycle, code: 'TooManyRules', message } };
}
