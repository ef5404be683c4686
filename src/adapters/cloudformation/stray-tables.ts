import { DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeTableCommand, ListTablesCommand, ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import type { StackAccess } from './stack-status.ts';
import { stackStatus } from './stack-status.ts';

/** The two tables, by their logical ids in the central template. */
export type TableId = 'IssuesTable' | 'StateTable';

/** Access to a stack and to the tables of its account and Region. */
export interface TableAccess extends StackAccess {
  readonly dynamoDb: DynamoDBClient;
  /** The name of the table of issues, which is fixed. */
  readonly issuesTable: string;
}

/** Names of the tables that the stack holds. */
export async function tablesInStack(
  access: StackAccess,
): Promise<Readonly<Partial<Record<TableId, string>>>> {
  if ((await stackStatus(access)) === undefined) return {};
  const { StackResources = [] } = await access.cloudFormation.send(
    new DescribeStackResourcesCommand({ StackName: access.stack }),
  );
  // What was deleted, or given up by a deploy that failed, is still listed.
  const held = StackResources.filter(
    ({ ResourceStatus = '' }) => !/^DELETE_|^CREATE_FAILED/.test(ResourceStatus),
  );
  const nameOf = (id: TableId) =>
    held.find(({ LogicalResourceId }) => LogicalResourceId === id)?.PhysicalResourceId;
  const [issues, state] = [nameOf('IssuesTable'), nameOf('StateTable')];
  return {
    ...(issues !== undefined && { IssuesTable: issues }),
    ...(state !== undefined && { StateTable: state }),
  };
}

/** Names of the tables that are there and that the stack does not hold: left by one that was removed, or by Hammer. */
export async function strayTables(
  access: TableAccess,
): Promise<Readonly<Record<TableId, readonly string[]>>> {
  const held = await tablesInStack(access);
  const issues = held.IssuesTable === undefined && (await exists(access, access.issuesTable));
  return {
    IssuesTable: issues ? [access.issuesTable] : [],
    StateTable: held.StateTable === undefined ? await stateTables(access) : [],
  };
}

async function exists({ dynamoDb }: TableAccess, name: string): Promise<boolean> {
  try {
    await dynamoDb.send(new DescribeTableCommand({ TableName: name }));
    return true;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return false;
    throw error;
  }
}

/** CloudFormation names a table that has no fixed name after stack and logical id. */
async function stateTables({ dynamoDb, stack }: TableAccess): Promise<readonly string[]> {
  const prefix = `${stack}-StateTable-`;
  // Names come in order; those of one stack are few.
  const { TableNames = [] } = await dynamoDb.send(new ListTablesCommand({ ExclusiveStartTableName: prefix }));
  return TableNames.filter((name) => name.startsWith(prefix));
}
