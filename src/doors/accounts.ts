import type { Config } from '#config/config.ts';
import { watchedAccounts } from '#config/config.ts';
import type { SharedFacts } from '#domain/findings/rule.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Clock } from '#ports/clock.ts';
import type { Directory } from '#ports/directory.ts';
import type { Roll, RollStore } from '#ports/organization.ts';

/** How long a process uses the organization's accounts before it reads them again, in milliseconds. */
const fresh = 5 * 60 * 1000;

/** Reads what rules know of the organization. */
export type ReadOrganizationFacts = () => Promise<Pick<SharedFacts, 'organization' | 'trustedAccess'>>;

interface Kept {
  readonly rolls: RollStore;
  readonly clock: Clock;
}

/** The roll as the last sweep stored it, cached for `fresh`. A failed read is not cached: the next caller reads again. */
function recentRoll({ rolls, clock }: Kept): () => Promise<Roll | undefined> {
  let kept: { roll: Promise<Roll | undefined>; at: number } | undefined;
  return () => {
    const now = clock.now();
    if (kept && now - kept.at <= fresh) return kept.roll;
    const reading = { roll: rolls.readRoll(), at: now };
    kept = reading;
    reading.roll.catch(() => {
      if (kept === reading) kept = undefined;
    });
    return reading.roll;
  };
}

/**
 * What the last sweep read of the organization: its id, its management account and its accounts, and CloudTrail's trusted
 * access (undefined if reading it was refused). Where the configuration lists the accounts, its accounts are these.
 */
export function organizationFactsOf(config: Config, kept: Kept): ReadOrganizationFacts {
  const { mode, id, managementAccountId } = config.organization;
  const recent = recentRoll(kept);
  return async () => {
    const roll = await recent();
    const listed = mode === 'organization' ? roll : undefined;
    const { at, trustedAccess: on, delegates = [] } = listed ?? {};
    const known = id ?? roll?.id;
    // A configured id may be that of another organization than this account's.
    const management = roll?.id === known ? roll?.management : undefined;
    const accounts = [...(listed?.active ?? watchedAccounts(config)).keys()];
    return {
      organization:
        listed === undefined && known === undefined
          ? undefined
          : { id: known, management: management ?? managementAccountId, delegates, accounts },
      trustedAccess: at === undefined || on === undefined ? undefined : { at, on },
    };
  };
}

/** The directory of watched accounts: the configured ones, or those that the last sweep found in the organization. */
export function directoryOf(config: Config, kept: Kept): Directory {
  if (config.organization.mode === 'configured') {
    const accounts = async () => watchedAccounts(config);
    return { listAccounts: accounts, listMembers: accounts };
  }
  const recent = recentRoll(kept);
  return {
    listAccounts: async () => watchedAccounts(config, (await recent())?.active),
    async listMembers() {
      const active = (await recent())?.active;
      const watched = watchedAccounts(config, active);
      return new Map([...watched].filter(([account]) => active?.has(account) ?? true));
    },
  };
}

/**
 * Whether an account that the directory does not list yet is watched: in an organization it may have joined since the
 * last sweep, as only members can send events to the central bus.
 */
export function newcomersOf(config: Config): (account: AccountId) => boolean {
  const { accounts, ignoreAccounts } = config.cloudtrails;
  const organization = config.organization.mode === 'organization';
  return (account) => organization && accounts === undefined && !ignoreAccounts.includes(account);
}
