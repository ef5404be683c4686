import { Readable } from 'node:stream';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';

/** Rows in a page: DynamoDB ends a page at 1 MB, which some 700 rows of members or issues fill. */
export const rowsPerPage = 700;

interface Asked {
  readonly TableName: string;
  readonly ExpressionAttributeValues?: Readonly<Record<string, { readonly S?: string }>>;
  readonly ExclusiveStartKey?: { readonly at: { readonly N: string } };
}

/** The rows that a table has for what was asked, made when they are asked for: only the reader holds them. */
export interface Rows {
  readonly count: number;
  readonly row: (index: number) => object;
}

const none: Rows = { count: 0, row: () => ({}) };

/** A page of the answer in DynamoDB's JSON. */
function pageOf({ count, row }: Rows, from: number): string {
  const length = Math.max(0, Math.min(rowsPerPage, count - from));
  const items = Array.from({ length }, (_, index) =>
    JSON.stringify(marshall(row(from + index), { removeUndefinedValues: true })),
  );
  const next = from + length;
  const goesOn = next < count ? `,"LastEvaluatedKey":{"at":{"N":"${next}"}}` : '';
  return `{"Count":${length},"Items":[${items.join(',')}]${goesOn}}`;
}

/**
 * A DynamoDB client whose tables answer queries and scans in pages, and a single read with nothing. What the SDK does with an
 * answer (parse its JSON, make objects of it) it does here too; only the network is missing.
 */
export function pagedTables(
  rowsOf: (table: string, partition: string | undefined) => Rows | undefined,
  onAnswer: (microseconds: number) => void,
) {
  const handle = async ({ body, headers }: { body: string; headers: Record<string, string> }) => {
    const began = process.cpuUsage();
    const asked = JSON.parse(body) as Asked;
    const isPaged = /Query|Scan/.test(headers['x-amz-target'] ?? '');
    const partition = asked.ExpressionAttributeValues?.[':value']?.S;
    const rows = rowsOf(asked.TableName, partition) ?? none;
    const answer = isPaged ? pageOf(rows, Number(asked.ExclusiveStartKey?.at.N ?? 0)) : '{}';
    const { user, system } = process.cpuUsage(began);
    onAnswer(user + system);
    const stream = Readable.from([Buffer.from(answer)]);
    return {
      response: { statusCode: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: stream },
    };
  };
  const credentials = { accessKeyId: 'a', secretAccessKey: 's' };
  return new DynamoDBClient({
    region: 'eu-west-1',
    endpoint: 'http://table.test',
    credentials,
    requestHandler: { handle } as never,
  });
}
