import type { DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { writeTogether } from './rows.ts';

/** DynamoDB takes so many writes in one transaction (DynamoDB developer guide, quotas). */
export const atMost = 100;

/** Rows that belong together and may be more than one transaction takes. */
export interface Turns {
  /** Written with the first of the rows; with nothing to write there, the guard watches over the first turn as well. */
  readonly first: readonly TransactWriteItem[];
  readonly rows: readonly TransactWriteItem[];
  /** Holds until the last turn, unless somebody else has written meanwhile. */
  readonly guard: readonly TransactWriteItem[];
  /** Written with the last of the rows. */
  readonly last: readonly TransactWriteItem[];
}

/**
 * Writes in as many transactions as it takes, in order. `stale`: a condition did not hold, and nothing was written from
 * there on. Whoever ends in between leaves a beginning that has to show that it is one.
 */
export async function writeInTurns(
  client: DynamoDBClient,
  { first, rows, guard, last }: Turns,
): Promise<'applied' | 'stale'> {
  let begun = false;
  let left = rows;
  while ((begun ? 0 : first.length) + left.length + last.length > atMost) {
    const head = begun || first.length === 0 ? guard : first;
    const turn = [...head, ...left.slice(0, atMost - head.length)];
    left = left.slice(atMost - head.length);
    if ((await writeTogether(client, turn)) === 'stale') return 'stale';
    begun = true;
  }
  // The last turn has conditions of its own on what the guard watches; a transaction takes one operation per row.
  return writeTogether(client, [...(begun ? [] : first), ...left, ...last]);
}
