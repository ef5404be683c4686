import type { IncidentView } from '#domain/issues/incident.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Destination } from '#ports/channel.ts';
import { destinationKey } from '#ports/channel.ts';

/** Who owns an account, as one channel addresses them. */
export type OwnersOf = (account: AccountId) => readonly Destination[];

/** Something that concerns accounts: an incident with its members, or what moved in one. */
export interface Concerned {
  readonly members: readonly { readonly account: AccountId }[];
}

/** Everybody who is to be told: the owners of the accounts that are concerned, each once. */
export function destinationsOf(view: Concerned, ownersOf: OwnersOf): readonly Destination[] {
  const accounts = new Set(view.members.map(({ account }) => account));
  const all = [...accounts].flatMap((account) => ownersOf(account));
  return [...new Map(all.map((destination) => [destinationKey(destination), destination])).values()];
}

/** The accounts of the incident that `destination` is told of; the others are only counted. */
export function accountsFor(
  view: IncidentView,
  destination: Destination,
  ownersOf: OwnersOf,
): ReadonlySet<AccountId> {
  const key = destinationKey(destination);
  const owned = view.members.filter(({ account }) =>
    ownersOf(account).some((one) => destinationKey(one) === key),
  );
  return new Set(owned.map(({ account }) => account));
}

/** Everybody who is to be told of the incident because something of theirs was harmed, not just weakened. */
export function toldDestinationsOf(view: IncidentView, ownersOf: OwnersOf): readonly Destination[] {
  return destinationsOf({ members: view.members.filter(({ finding }) => finding.harmful) }, ownersOf);
}
