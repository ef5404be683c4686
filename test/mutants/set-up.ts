import type { TestProject } from 'vitest/node';
import { type DynamoDbLocal, startDynamoDbLocal } from '#simulators/aws-cloud/dynamodb-local.ts';

let database: DynamoDbLocal | undefined;

/** One DynamoDB Local for the contract suites; they need no packages, which instrumented sources could not make. */
export async function setup(project: TestProject): Promise<void> {
  database = await startDynamoDbLocal();
  project.provide('dynamoDb', database.endpoint);
}

/** Ends what was set up. */
export function teardown(): void {
  database?.stop();
}
