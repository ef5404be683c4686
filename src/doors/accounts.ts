import type { Config } from '#config/config.ts';
import { watchedAccounts } from '#config/config.ts';
import type { TrustedAccess } from '#domain/facts/trusted-access.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Clock } from '#ports/clock.ts';
import type { Directory } from '#ports/directory.ts';
import type { Roll, RollStore } from '#ports/organization.ts';

/** How long a process uses the organization's accounts before it reads them again, in milliseconds. */
const fresh = 5 * 60 * 1000;

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

/** CloudTrail's trusted access as the last sweep read it; undefined without an organization, or if reading it was refused. */
export function trustedAccessOf(config: Config, kept: Kept): () => Promise<TrustedAccess | undefined> {
  if (config.organization.mode === 'configured') return async () => undefined;
  const recent = recentRoll(kept);
  return async () => {
    const { at, trustedAccess: on } = (await recent()) ?? {};
    return at === undefined || on === undefined ? undefined : { at, on };
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
