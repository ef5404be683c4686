import type { LogDestination } from '#domain/facts/log-destination.ts';
import { logDestinationKey } from '#domain/facts/log-destination.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { AccountOutcome } from './sweep.ts';

/** A bucket or key that trails use although the baseline, which is exclusive, does not name it. */
export interface UndeclaredDestination extends LogDestination {
  /** The accounts whose own trails use it. */
  readonly accounts: readonly AccountId[];
}

/**
 * The buckets and keys that accounts' own trails used in a sweep and `declared` does not name. A list without a bucket
 * says nothing of buckets, and one without a key nothing of keys; what it does not name is *redirected*.
 */
export function undeclaredDestinations(
  outcomes: readonly AccountOutcome[],
  declared: { readonly buckets: readonly string[]; readonly keys: readonly string[] },
): readonly UndeclaredDestination[] {
  const lists = { bucket: declared.buckets, key: declared.keys };
  const used = outcomes.flatMap(({ account, destinations = [] }) =>
    destinations
      .filter(({ asked, kind, id }) => asked && lists[kind].length > 0 && !lists[kind].includes(id))
      .map(({ kind, id }) => ({ account, kind, id })),
  );
  return [...Map.groupBy(used, logDestinationKey).values()].flatMap((uses) => {
    const [first] = uses;
    const accounts = [...new Set(uses.map(({ account }) => account))].sort();
    return first ? [{ kind: first.kind, id: first.id, accounts }] : [];
  });
}
