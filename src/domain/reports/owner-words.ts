import { listedUpTo, plain } from '#domain/announcements/wording.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { DayFacts } from './day-facts.ts';

/** `, owner #team-blue`, or `, owners #team-blue and 3 more`; empty where no account has an owner of its own. */
export function ownerWords({ owners }: Pick<DayFacts, 'owners'>, accounts: Iterable<AccountId>): string {
  const names = new Set([...new Set(accounts)].flatMap((account) => owners.get(account) ?? []));
  if (names.size === 0) return '';
  const shown = listedUpTo(
    [...names].map((name) => plain(name, 40)),
    2,
  );
  return `, owner${names.size === 1 ? '' : 's'} ${shown}`;
}
