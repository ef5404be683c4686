import type { IncidentView } from '#domain/issues/incident.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Recipient } from '#ports/channel.ts';
import { recipientKey } from '#ports/channel.ts';

/** The recipients in one channel that own an account. */
export type OwnersOf = (account: AccountId) => readonly Recipient[];

/** The accounts concerned: those of an incident's members, or of the issues that moved. */
export interface AboutAccounts {
  readonly members: readonly { readonly account: AccountId }[];
}

/** The owners of the accounts concerned, each once. */
export function recipientsOf(view: AboutAccounts, ownersOf: OwnersOf): readonly Recipient[] {
  const accounts = new Set(view.members.map(({ account }) => account));
  const all = [...accounts].flatMap((account) => ownersOf(account));
  return [...new Map(all.map((recipient) => [recipientKey(recipient), recipient])).values()];
}

/** The members that one recipient is told of. */
export interface ToldPart<Member> {
  readonly recipient: Recipient;
  readonly members: readonly Member[];
}

/** The parts of an incident, one for each recipient that owns an account in it. */
export function partsOf<Member extends { readonly account: AccountId }>(
  members: readonly Member[],
  ownersOf: OwnersOf,
): readonly ToldPart<Member>[] {
  const parts = new Map<string, { readonly recipient: Recipient; readonly members: Member[] }>();
  for (const [account, own] of Map.groupBy(members, (member) => member.account))
    for (const recipient of ownersOf(account)) {
      const part = parts.get(recipientKey(recipient)) ?? { recipient, members: [] };
      for (const member of own) part.members.push(member);
      parts.set(recipientKey(recipient), part);
    }
  return [...parts.values()];
}

/** The accounts of the incident that `destination` owns: their details are told there, others are only counted. */
export function accountsToldTo(
  view: IncidentView,
  recipient: Recipient,
  ownersOf: OwnersOf,
): ReadonlySet<AccountId> {
  const key = recipientKey(recipient);
  const owned = view.members.filter(({ account }) =>
    ownersOf(account).some((one) => recipientKey(one) === key),
  );
  return new Set(owned.map(({ account }) => account));
}
