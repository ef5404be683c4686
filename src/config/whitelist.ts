import * as z from 'zod';
import { ruleIds } from '#domain/findings/rule-id.ts';
import type { Exemption } from '#domain/issues/exemption.ts';
import { hasExpired } from '#domain/issues/exemption.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import { iso } from '#domain/values/instant.ts';
import type { Warning } from './fault.ts';
import { Moment, RegionCode, RoleArn, configSection, Text, Trail } from './values.ts';

const entryText =
  'a Region code, or an object with "region" or "trail" (and reason, owner, expires, rules, actor)';

const RichEntry = configSection(
  {
    region: RegionCode.optional().describe('The Region that is accepted.'),
    trail: Trail.optional().describe('The name or ARN of the trail that is accepted.'),
    reason: Text.optional().describe('Why this is accepted.'),
    owner: Text.optional().describe('Who answers for it.'),
    expires: Moment.optional().describe(
      'The first moment at which it no longer holds (a day: its start in UTC).',
    ),
    actor: RoleArn.optional().describe(
      'Only what sessions of this role did, and only while other trails of the account still record.',
    ),
    rules: z
      .array(z.enum(ruleIds, { error: 'the id of a rule' }), { error: 'a list of rule ids' })
      .min(1, { error: 'at least one rule id; leave the key out for all rules' })
      .optional()
      .describe('Only these rules are accepted; left out: all.'),
  },
  entryText,
).refine(({ region, trail, actor }) => [region, trail, actor].some((one) => one !== undefined), {
  error: 'an object that names a "region", a "trail" or an "actor"',
});

/** An entry of the whitelist: a Region, or an object with a Region or trail and further fields. */
export const WhitelistEntry = z.union([RegionCode, RichEntry], { error: entryText });
/** An entry of the whitelist, parsed. */
export type WhitelistEntry = z.infer<typeof WhitelistEntry>;

/** The schema of whitelist.json; account ids are checked later, against the configured ones. */
export const WhitelistDocument = configSection({
  $schema: Text.optional(),
  cloudtrails: z
    .record(z.string(), z.array(WhitelistEntry, { error: 'a list of Regions or exemptions' }), {
      error: 'an object: account id to a list of Regions or exemptions',
    })
    .prefault({})
    .describe('Account id to the Regions or trails that are known and accepted.'),
});
/** whitelist.json, parsed. */
export type WhitelistDocument = z.infer<typeof WhitelistDocument>;

/** The exemptions by account; entries under malformed account ids are left out. */
export function exemptionsFrom(document: WhitelistDocument): ReadonlyMap<AccountId, readonly Exemption[]> {
  const byAccount = Object.entries(document.cloudtrails).flatMap(([text, entries]) => {
    const accountId = parseAccountId(text);
    return accountId ? [[accountId, entries.map((entry) => exemption(accountId, entry))] as const] : [];
  });
  return new Map(byAccount);
}

/** A warning for every entry that has expired at `now`, so that its findings are reported again. */
export function expiredEntries(
  exemptions: ReadonlyMap<AccountId, readonly Exemption[]>,
  now: Instant,
): readonly Warning[] {
  return [...exemptions].flatMap(([accountId, entries]) =>
    entries.flatMap((entry, index) =>
      entry.expires !== undefined && hasExpired(entry, now)
        ? [
            {
              file: 'whitelist.json' as const,
              path: ['cloudtrails', accountId, index],
              text: `Expired on ${iso(entry.expires).slice(0, 16).replace('T', ' ')} UTC: what it covered is reported again. Renew or remove it.`,
            },
          ]
        : [],
    ),
  );
}

function exemption(accountId: AccountId, entry: WhitelistEntry): Exemption {
  return typeof entry === 'string' ? { accountId, region: entry } : { accountId, ...entry };
}
