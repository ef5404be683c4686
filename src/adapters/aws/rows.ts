import type { AttributeValue, DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import {
  ConditionalCheckFailedException,
  GetItemCommand,
  paginateQuery,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactionConflictException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';

/** A row as plain JSON. */
export type Row = Record<string, unknown>;

/** Plain JSON as a DynamoDB item; undefined values are omitted. */
export function toItem(row: object): Record<string, AttributeValue> {
  return marshall(row, { removeUndefinedValues: true });
}

/** One row, read consistently; undefined when it does not exist. */
export async function readRow(client: DynamoDBClient, table: string, key: object): Promise<Row | undefined> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: table, Key: toItem(key), ConsistentRead: true }),
  );
  return Item && unmarshall(Item);
}

/**
 * The rows of one partition, read consistently: all, those whose sort key has the prefix `beginning` or is not less than
 * `from`, or the `first` few.
 */
export async function readPartition(
  client: DynamoDBClient,
  table: string,
  names: { key: string; value: string; beginning?: string; from?: string; first?: number },
): Promise<Row[]> {
  const { key, value, beginning, from, first } = names;
  const narrowed =
    beginning !== undefined ? ' AND begins_with(sk, :sk)' : from !== undefined ? ' AND sk >= :sk' : '';
  const pages = paginateQuery(
    { client },
    {
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: `#key = :value${narrowed}`,
      ExpressionAttributeNames: { '#key': key },
      ExpressionAttributeValues: toItem({ ':value': value, ':sk': beginning ?? from }),
      Limit: first,
    },
  );
  const rows: Row[] = [];
  for await (const { Items } of pages) {
    rows.push(...(Items ?? []).map((item) => unmarshall(item)));
    if (first !== undefined) break;
  }
  return rows;
}

/** The row of partition `pk` with the highest sort key, read consistently; undefined when the partition is empty. */
export async function readLatestRow(
  client: DynamoDBClient,
  table: string,
  pk: string,
): Promise<Row | undefined> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: toItem({ ':pk': pk }),
      ScanIndexForward: false,
      Limit: 1,
    }),
  );
  const [item] = Items;
  return item && unmarshall(item);
}

/** Whether `error` says that a condition did not hold or another transaction was in progress; the caller reads again. */
export function isConflict(error: unknown): boolean {
  if (error instanceof ConditionalCheckFailedException || error instanceof TransactionConflictException)
    return true;
  if (!(error instanceof TransactionCanceledException)) return false;
  const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code);
  return codes.some((code) => code === 'ConditionalCheckFailed' || code === 'TransactionConflict');
}

async function send(client: DynamoDBClient, writes: TransactWriteItem[]): Promise<unknown> {
  const [first] = writes;
  // Most looks write a single row, and a transaction costs twice as much.
  if (writes.length === 1 && first?.Put) return client.send(new PutItemCommand(first.Put));
  return client.send(new TransactWriteItemsCommand({ TransactItems: writes }));
}

/** Writes all rows or none; `stale` when a condition did not hold. At most 100 writes (DynamoDB's limit). */
export async function writeTogether(
  client: DynamoDBClient,
  writes: TransactWriteItem[],
): Promise<'applied' | 'stale'> {
  try {
    await send(client, writes);
    return 'applied';
  } catch (error) {
    if (isConflict(error)) return 'stale';
    throw new Error('A transaction on the state failed', { cause: error });
  }
}
