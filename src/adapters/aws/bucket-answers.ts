import type { LifecycleRule } from '@aws-sdk/client-s3';
import type { ExpiryRule } from '#domain/facts/log-destination.ts';
import type { Sight } from '#domain/facts/observation.ts';
import { instant } from '#domain/values/instant.ts';

/** The action by which lifecycle rules are read. */
export const readLifecycle = 's3:GetLifecycleConfiguration';

/** The longest name and beginning that are kept of a rule; a trail's own prefix has 200 characters at most. */
const longest = { name: 64, prefix: 256 };
/** What is kept of all rules together, in characters: far below DynamoDB's 400 KB. */
const atMost = 100_000;

function expiryRuleFrom({ ID, Filter, ...rule }: LifecycleRule): ExpiryRule {
  const { Expiration, NoncurrentVersionExpiration } = rule;
  const tags = [Filter?.Tag, ...(Filter?.And?.Tags ?? [])];
  const Date = Expiration?.Date;
  // Deprecated in the SDK, but rules that were written with it are still in force.
  const { Prefix } = rule as { readonly Prefix?: string };
  return {
    name: ID?.slice(0, longest.name),
    // The rule's own Prefix is the older spelling of the filter's (S3 API Reference, LifecycleRule).
    prefix: (Filter?.And?.Prefix ?? Filter?.Prefix ?? Prefix ?? '').slice(0, longest.prefix),
    tagged: tags.some((tag) => tag !== undefined),
    days: Expiration?.Days,
    date: Date && instant(Date.getTime()),
    formerDays: NoncurrentVersionExpiration?.NoncurrentDays,
  };
}

/** The enabled rules that delete objects or former versions; unreadable when they are too many to be kept. */
export function expiryRulesFrom(rules: readonly LifecycleRule[] | undefined): Sight<readonly ExpiryRule[]> {
  const value = (rules ?? [])
    .filter(({ Status }) => Status === 'Enabled')
    .map(expiryRuleFrom)
    .filter(({ days, date, formerDays }) => (days ?? date ?? formerDays) !== undefined);
  if (JSON.stringify(value).length <= atMost) return { kind: 'seen', value };
  const message = `There are ${value.length} rules, more than can be kept.`;
  return { kind: 'unreadable', why: { operation: readLifecycle, code: 'TooManyRules', message } };
}
