import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Part, Stack } from './stack.ts';

/** Creates the stack's tables with indexes and streams, in on-demand mode. */
export async function createTables(client: DynamoDBClient, stack: Stack): Promise<void> {
  await Promise.all(stack.of('AWS::DynamoDB::Table').map((table) => client.send(commandOf(table))));
}

function commandOf(table: Part<'AWS::DynamoDB::Table'>): CreateTableCommand {
  const { StreamSpecification: stream, GlobalSecondaryIndexes: global, LocalSecondaryIndexes: local } = table;
  type Input = ConstructorParameters<typeof CreateTableCommand>[0];
  const input = {
    TableName: table.name,
    AttributeDefinitions: table.AttributeDefinitions,
    KeySchema: table.KeySchema,
    BillingMode: 'PAY_PER_REQUEST',
    ...(stream ? { StreamSpecification: { StreamEnabled: true, ...stream } } : {}),
    ...(global ? { GlobalSecondaryIndexes: global } : {}),
    ...(local ? { LocalSecondaryIndexes: local } : {}),
  };
  // Index definitions are passed on as in the template; DynamoDB Local validates them.
  return new CreateTableCommand(input as unknown as Input);
}
