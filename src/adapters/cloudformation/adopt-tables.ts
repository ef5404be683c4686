import type { CreateChangeSetCommandInput } from '@aws-sdk/client-cloudformation';
import {
  CreateChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  waitUntilChangeSetCreateComplete,
  waitUntilStackImportComplete,
} from '@aws-sdk/client-cloudformation';
import { DescribeTableCommand, DescribeTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { Refusal } from './refusal.ts';
import { clearStack } from './stack-status.ts';
import type { TableAccess, TableId } from './stray-tables.ts';
import { strayTables } from './stray-tables.ts';
import type { Resource } from './template.ts';

const keys: Readonly<Record<TableId, string>> = {
  IssuesTable: 'account_id, issue_id',
  StateTable: 'pk, sk',
};

/**
 * Imports tables that a removed stack or Hammer left behind into the stack, unchanged, by a change set of type IMPORT;
 * creates the stack if there is none. Returns the names of the imported tables. Throws a `Refusal` of one line for a
 * table with another key schema, and for several state tables when `stateTable` names none of them.
 */
export async function adoptTables(access: TableAccess, stateTable?: string): Promise<readonly string[]> {
  const before = await clearStack(access);
  const stray = await strayTables(access);
  const chosen: readonly (readonly [TableId, string])[] = [
    ...stray.IssuesTable.map((name) => ['IssuesTable', name] as const),
    ...oneStateTable(stray.StateTable, stateTable).map((name) => ['StateTable', name] as const),
  ];
  if (chosen.length === 0) return [];
  const tables = await Promise.all(
    chosen.map(async ([id, name]) => [id, await asItIs(access, id, name)] as const),
  );
  const template = before === 'present' ? await currentTemplate(access) : { Resources: {} };
  const Resources = { ...template.Resources, ...Object.fromEntries(tables) };
  await importInto(access, before === 'present', {
    TemplateBody: JSON.stringify({ ...template, Resources }),
    ResourcesToImport: chosen.map(([LogicalResourceId, TableName]) => ({
      ResourceType: 'AWS::DynamoDB::Table',
      LogicalResourceId,
      ResourceIdentifier: { TableName },
    })),
  });
  return chosen.map(([, name]) => name);
}

function oneStateTable(found: readonly string[], wanted: string | undefined): readonly string[] {
  if (wanted === undefined && found.length < 2) return found;
  if (wanted !== undefined && found.includes(wanted)) return [wanted];
  const list = found.length === 0 ? 'none' : found.join(', ');
  throw new Refusal(
    `--state-table: found ${wanted ?? 'nothing'}; expected one of the state tables that were left: ${list}. Name the one that was in use last.`,
  );
}

/** The table as a resource. Its present settings must be in the template, else the next deploy would enable them again and fail. */
async function asItIs({ dynamoDb }: TableAccess, id: TableId, TableName: string): Promise<Resource> {
  const { Table } = await dynamoDb.send(new DescribeTableCommand({ TableName }));
  const { TimeToLiveDescription: ttl } = await dynamoDb.send(new DescribeTimeToLiveCommand({ TableName }));
  const key = (Table?.KeySchema ?? []).map(({ AttributeName }) => AttributeName).join(', ');
  if (key !== keys[id]) {
    throw new Refusal(
      `The table ${TableName}: found the key ${key}; expected ${keys[id]}. It is not Trailwarden's: name another one in config.json, cloudtrails["ddb.table_name"].`,
    );
  }
  const { ReadCapacityUnits, WriteCapacityUnits } = Table?.ProvisionedThroughput ?? {};
  const onDemand = Table?.BillingModeSummary?.BillingMode === 'PAY_PER_REQUEST';
  const stream = Table?.StreamSpecification;
  return {
    Type: 'AWS::DynamoDB::Table',
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      TableName,
      AttributeDefinitions: Table?.AttributeDefinitions,
      KeySchema: Table?.KeySchema,
      BillingMode: onDemand ? 'PAY_PER_REQUEST' : 'PROVISIONED',
      ProvisionedThroughput: onDemand ? undefined : { ReadCapacityUnits, WriteCapacityUnits },
      DeletionProtectionEnabled: Table?.DeletionProtectionEnabled ?? false,
      StreamSpecification:
        stream?.StreamEnabled === true ? { StreamViewType: stream.StreamViewType } : undefined,
      TimeToLiveSpecification:
        ttl?.TimeToLiveStatus === 'ENABLED' ? { AttributeName: ttl.AttributeName, Enabled: true } : undefined,
    },
  };
}

async function currentTemplate({ cloudFormation, stack }: TableAccess) {
  const { TemplateBody = '{}' } = await cloudFormation.send(
    new GetTemplateCommand({ StackName: stack, TemplateStage: 'Original' }),
  );
  // Templates written by the Serverless Framework and by an import are JSON.
  return JSON.parse(TemplateBody) as { readonly Resources?: Readonly<Record<string, unknown>> };
}

const ChangeSetName = 'take-tables-over';

async function importInto(
  { cloudFormation, stack, pollSeconds }: TableAccess,
  existed: boolean,
  what: Pick<CreateChangeSetCommandInput, 'TemplateBody' | 'ResourcesToImport'>,
): Promise<void> {
  const named = { StackName: stack, ChangeSetName };
  const patience = { client: cloudFormation, maxWaitTime: 900, minDelay: pollSeconds, maxDelay: 15 };
  // A deployed stack contains named roles.
  const Capabilities: CreateChangeSetCommandInput['Capabilities'] = ['CAPABILITY_NAMED_IAM'];
  try {
    await cloudFormation.send(
      new CreateChangeSetCommand({ ...named, ...what, ChangeSetType: 'IMPORT', Capabilities }),
    );
    await waitUntilChangeSetCreateComplete(patience, named);
  } catch (cause) {
    const why = await cloudFormation.send(new DescribeChangeSetCommand(named)).catch(() => undefined);
    // A failed import that was to create the stack leaves an empty one that cannot be deployed into.
    if (!existed) await cloudFormation.send(new DeleteStackCommand({ StackName: stack }));
    const reason = why?.StatusReason ?? (cause instanceof Error ? cause.message : String(cause));
    throw new Refusal(`The tables could not be taken over into the stack ${stack}: ${reason}`, { cause });
  }
  await cloudFormation.send(new ExecuteChangeSetCommand(named));
  await waitUntilStackImportComplete(patience, { StackName: stack });
}
