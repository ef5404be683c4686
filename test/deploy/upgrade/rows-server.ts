import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { StoredRow } from './player.ts';

/** The tables' names while rows are only read. */
export const tables = { issuesTable: 'issues', stateTable: 'state' } as const;

interface Request {
  readonly TableName?: string;
  readonly Key?: StoredRow;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: StoredRow;
  readonly KeyConditionExpression?: string;
  readonly ScanIndexForward?: boolean;
  readonly Limit?: number;
}

const text = (value: AttributeValue | undefined): string => value?.S ?? '';

/** The rows of one partition whose sort key is between two texts or begins with one, as the request has it. */
function queried(rows: readonly StoredRow[], request: Request): readonly StoredRow[] {
  const { ExpressionAttributeValues: values = {}, KeyConditionExpression: condition = '' } = request;
  const names = Object.values(request.ExpressionAttributeNames ?? {});
  const key = names[0] ?? 'pk';
  const partition = text(values[':value'] ?? values[':pk']);
  const found = rows
    .filter((row) => text(row[key]) === partition)
    .filter((row) => !condition.includes('begins_with') || text(row['sk']).startsWith(text(values[':sk'])))
    .filter((row) => {
      if (!condition.includes('BETWEEN')) return true;
      return text(row['sk']) >= text(values[':from']) && text(row['sk']) <= text(values[':to']);
    });
  const ordered = request.ScanIndexForward === false ? found.toReversed() : found;
  return ordered.slice(0, request.Limit);
}

/** A DynamoDB that holds rows and answers reads; writes are taken and forgotten. */
export async function serveRows(rows: Readonly<Record<'issues' | 'state', readonly StoredRow[]>>) {
  const answer = (operation: string, request: Request): unknown => {
    const of = request.TableName === tables.issuesTable ? rows.issues : rows.state;
    if (operation === 'Query') return { Items: queried(of, request) };
    if (operation === 'Scan') return { Items: of };
    if (operation !== 'GetItem') return {};
    const key = Object.entries(request.Key ?? {});
    const Item = of.find((row) => key.every(([name, value]) => text(row[name]) === text(value)));
    return Item ? { Item } : {};
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Request;
      response.setHeader('content-type', 'application/x-amz-json-1.0');
      response.end(JSON.stringify(answer(operation, body), bytes));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { endpoint, stop };
}

/** Bytes go over the wire in base64. */
export function bytes(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const before = this[key];
  return before instanceof Uint8Array ? Buffer.from(before).toString('base64') : value;
}
