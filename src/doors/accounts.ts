import type { Config } from '#config/config.ts';
import { watchedAccounts } from '#config/config.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Clock } from '#ports/clock.ts';
import type { Directory } from '#ports/directory.ts';
import type { Roll, RollStore } from '#ports/organization.ts';

/** How long a process uses the organization's accounts before it reads them again, in milliseconds. */
const fresh = 5 * 60 * 1000;

/** The watched accounts: those of the configuration, or those the last sweep found in the organization. */
export function directoryOf(config: Config, { rolls, clock }: { rolls: RollStore; clock: Clock }): Directory {
  if (config.organization.mode === 'configured') return { accounts: async () => watchedAccounts(config) };
  let kept: { roll: Promise<Roll | undefined>; at: number } | undefined;
  return {
    async accounts() {
      const now = clock.now();
      if (!kept || now - kept.at > fresh) kept = { roll: rolls.read(), at: now };
      return watchedAccounts(config, (await kept.roll)?.active);
    },
  };
}

/**
 * Whether an account that nobody has listed yet is watched: in an organization, one that joined since the last sweep.
 * Only its members can reach our bus.
 */
export function newcomersOf(config: Config): (account: AccountId) => boolean {
  const { accounts, ignoreAccounts } = config.cloudtrails;
  const organization = config.organization.mode === 'organization';
  return (account) => organization && accounts === undefined && !ignoreAccounts.includes(account);
}
