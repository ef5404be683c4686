import { parseTrailArn } from '#domain/values/trail-arn.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import { iso } from '#domain/values/instant.ts';
import type { Documents } from './config.ts';
import type { Fault, Warning } from './fault.ts';
import { printFound } from './fault.ts';

/**
 * Trails of an account that is neither that of the entry nor the owner of organization trails: such an entry never fits,
 * and the finding that it was written for is told.
 */
export function checkWhitelistedTrails({
  main,
  whitelist,
}: Pick<Documents, 'main' | 'whitelist'>): readonly Fault[] {
  const management = main.organization.management_account_id;
  return Object.entries(whitelist.cloudtrails).flatMap(([account, entries]) =>
    entries.flatMap((entry, at): readonly Fault[] => {
      if (typeof entry === 'string' || entry.trail === undefined) return [];
      const owner = parseTrailArn(entry.trail)?.owner;
      const isOwners = owner === account || owner === management || management === undefined;
      // Without the management account any owner may have an organization trail; a known member has none.
      const isMember =
        management === undefined &&
        owner !== undefined &&
        owner !== account &&
        Object.hasOwn(main.aws.accounts, owner);
      if (isOwners && !isMember) return [];
      return [
        {
          file: 'whitelist.json',
          path: ['cloudtrails', account, at, 'trail'],
          found: printFound(entry.trail),
          expected: `a trail of account ${account}, or an organization trail${management === undefined ? '' : ` of ${management}`}`,
          remedy: `It belongs to ${owner ?? 'another account'}: move the entry there${management === undefined ? ', or name organization.management_account_id' : ''}.`,
        },
      ];
    }),
  );
}

/** Entries for Regions that are not watched, and those that never run out in practice. */
export function doubtfulEntries(
  { main, whitelist }: Pick<Documents, 'main' | 'whitelist'>,
  now: Instant,
): readonly Warning[] {
  const watched = main.aws.regions;
  const far = 5 * 365 * 24 * 3_600_000;
  return Object.entries(whitelist.cloudtrails).flatMap(([account, entries]) =>
    entries.flatMap((entry, at): readonly Warning[] => {
      if (parseAccountId(account) === undefined) return [];
      const path = ['cloudtrails', account, at];
      const region = typeof entry === 'string' ? entry : entry.region;
      const expires = typeof entry === 'string' ? undefined : entry.expires;
      return [
        ...(region !== undefined && watched !== undefined && !watched.includes(region)
          ? [
              {
                file: 'whitelist.json' as const,
                path,
                text: `${region} is not in aws.regions: it is not watched, and the entry has no effect.`,
              },
            ]
          : []),
        ...(expires !== undefined && expires - now > far
          ? [
              {
                file: 'whitelist.json' as const,
                path,
                text: `It holds until ${iso(expires).slice(0, 10)}, more than five years from now. Is the year right?`,
              },
            ]
          : []),
      ];
    }),
  );
}
