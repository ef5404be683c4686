import type { IncidentView } from '#domain/issues/incident.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Recipient } from '#ports/channel.ts';
import { recipientKey } from '#ports/channel.ts';

/** Who owns an account, as one channel addresses them. */
export type OwnersOf = (account: AccountId) => readonly Recipient[];

/** Something that concerns accounts: an incident with its members, or what moved in one. */
export interface AboutAccounts {
  readonly members: readonly { readonly account: AccountId }[];
}

/** Everybody who is to be told: the owners of the accounts that are concerned, each once. */
export function recipientsOf(view: AboutAccounts, ownersOf: OwnersOf): readonly Recipient[] {
  const accounts = new Set(view.members.map(({ account }) => account));
  const all = [...accounts].flatMap((account) => ownersOf(account));
  return [...new Map(all.map((destination) => [recipientKey(destination), destination])).values()];
}

/** The accounts of the incident that `destination` is told of; the others are only counted. */
export function accountsToldTo(
  view: IncidentView,
  destination: Recipient,
  ownersOf: OwnersOf,
): ReadonlySet<AccountId> {
  const key = recipientKey(destination);
  const owned = view.members.filter(({ account }) =>
    ownersOf(account).some((one) => recipientKey(one) === key),
  );
  return new Set(owned.map(({ account }) => account));
}

/** Everybody who is to be told of the incident because something of theirs was harmed, not just weakened. */
export function recipientsOfHarm(view: IncidentView, ownersOf: OwnersOf): readonly Recipient[] {
  return recipientsOf({ members: view.members.filter(({ finding }) => finding.harmful) }, ownersOf);
}
