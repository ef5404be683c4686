import type { IncidentView } from '#domain/issues/incident.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Destination } from '#ports/channel.ts';
import { destinationKey } from '#ports/channel.ts';

/** Who owns an account, as one channel addresses them. */
export type OwnersOf = (account: AccountId) => readonly Destination[];

/** Everybody who is to be told of the incident: the owners of its members' accounts, each once. */
export function destinationsOf(view: IncidentView, ownersOf: OwnersOf): readonly Destination[] {
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
