import { DescribeTableCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import type { TableAccess, TableId } from './stray-tables.ts';
import { tablesInStack } from './stray-tables.ts';
import type { Resource } from './template.ts';

const ids: readonly TableId[] = ['IssuesTable', 'StateTable'];

/**
 * Turns deletion protection off for tables that this deploy creates: otherwise a failed deploy could not delete them,
 * and the next one would find the name taken. Modifies `resources`.
 */
export async function withoutEarlyProtection(
  access: TableAccess,
  resources: Record<string, Resource>,
): Promise<void> {
  const held = await tablesInStack(access);
  for (const id of ids) {
    const table = resources[id];
    if (table === undefined || held[id] !== undefined) continue;
    resources[id] = { ...table, Properties: { ...table.Properties, DeletionProtectionEnabled: false } };
  }
}

/** Turns deletion protection on for both tables after a deploy; tables that are protected already are left alone. */
export async function protectTables(access: TableAccess): Promise<void> {
  const names = Object.values(await tablesInStack(access));
  for (const TableName of names) {
    const { Table } = await access.dynamoDb.send(new DescribeTableCommand({ TableName }));
    if (Table?.DeletionProtectionEnabled === true) continue;
    await access.dynamoDb.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: true }));
  }
}
