import type { DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { writeTogether } from './rows.ts';

/** Writes that DynamoDB accepts in one transaction (DynamoDB developer guide, quotas). */
export const maxWritesPerTransaction = 100;

/** Writes that belong together and may exceed one transaction. */
export interface Turns {
  /** Written in the first transaction; when empty, the guard is checked there instead. */
  readonly first: readonly TransactWriteItem[];
  readonly rows: readonly TransactWriteItem[];
  /** Conditions checked in every transaction between; they fail when another writer has changed the item. */
  readonly guard: readonly TransactWriteItem[];
  /** Written in the last transaction. */
  readonly last: readonly TransactWriteItem[];
}

/**
 * Writes in as many transactions as necessary, in order. `stale`: a condition did not hold, and that transaction and the
 * later ones were not written. An interrupted writer leaves the first ones behind, so `first` has to mark them partial.
 */
export async function writeInTurns(
  client: DynamoDBClient,
  { first, rows, guard, last }: Turns,
): Promise<'applied' | 'stale'> {
  let begun = false;
  let left = rows;
  while ((begun ? 0 : first.length) + left.length + last.length > maxWritesPerTransaction) {
    const head = begun || first.length === 0 ? guard : first;
    const turn = [...head, ...left.slice(0, maxWritesPerTransaction - head.length)];
    left = left.slice(maxWritesPerTransaction - head.length);
    if ((await writeTogether(client, turn)) === 'stale') return 'stale';
    begun = true;
  }
  // Without the guard: the last writes carry their own conditions, and a transaction accepts one operation per row.
  return writeTogether(client, [...(begun ? [] : first), ...left, ...last]);
}
