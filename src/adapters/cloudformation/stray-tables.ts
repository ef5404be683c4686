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
  /** The configured name of the issue table. */
  readonly issuesTable: string;
}

/** Names of the tables that belong to the stack. */
export async function tablesInStack(
  access: StackAccess,
): Promise<Readonly<Partial<Record<TableId, string>>>> {
  if ((await stackStatus(access)) === undefined) return {};
  const { StackResources = [] } = await access.cloudFormation.send(
    new DescribeStackResourcesCommand({ StackName: access.stack }),
  );
  // Deleted resources, and those whose creation failed, are still listed.
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

/** Names of existing tables that do not belong to the stack: left behind by a removed stack or by Hammer. */
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

/** The state tables of the stack's former instances: CloudFormation names them `<stack>-<logical id>-<random>`. */
async function stateTables({ dynamoDb, stack }: TableAccess): Promise<readonly string[]> {
  const prefix = `${stack}-StateTable-`;
  // ListTables returns names in order, and those of one stack fit into one page.
  const { TableNames = [] } = await dynamoDb.send(new ListTablesCommand({ ExclusiveStartTableName: prefix }));
  return TableNames.filter((name) => name.startsWith(prefix));
}
