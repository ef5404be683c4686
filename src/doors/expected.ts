import type { Config } from '#config/config.ts';
import type { ExpectedTargets } from '#domain/findings/rule.ts';

/** The declared log destinations of the baseline, and the accounts that destinations may belong to. */
export function expectedOf({
  accounts,
  baseline,
  cloudtrails,
  mainAccountId,
  region,
  organization: { managementAccountId },
}: Pick<
  Config,
  'accounts' | 'baseline' | 'cloudtrails' | 'mainAccountId' | 'organization' | 'region'
>): ExpectedTargets {
  const management = managementAccountId === undefined ? [] : [managementAccountId];
  return {
    buckets: baseline?.buckets ?? [],
    keys: baseline?.keys ?? [],
    known: [...(baseline?.knownBuckets ?? []), ...(baseline?.knownKeys ?? [])],
    accounts: [...(baseline?.accounts ?? []), ...accounts.keys(), mainAccountId, ...management],
    keptDays: cloudtrails.minimumRetentionDays,
    home: region,
  };
}
