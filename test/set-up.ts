import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { type DynamoDbLocal, startDynamoDbLocal } from '#simulators/aws-cloud/dynamodb-local.ts';
import { readPackages } from '#local/package/packages.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The endpoint of the DynamoDB Local that all tests of the whole share. */
    dynamoDb: string;
  }
}

const root = fileURLToPath(new URL('../', import.meta.url));

function makePackages(): void {
  if (!('fault' in readPackages(root))) return;
  const script = fileURLToPath(new URL('../src/local/package/main.ts', import.meta.url));
  const { status } = spawnSync(process.execPath, [script], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error('the functions could not be packaged');
}

let database: DynamoDbLocal | undefined;

/** Once for all tests of the whole: packages that match the sources, and one DynamoDB Local. */
export async function setup(project: TestProject): Promise<void> {
  makePackages();
  database = await startDynamoDbLocal();
  project.provide('dynamoDb', database.endpoint);
}

/** Ends what was set up. */
export function teardown(): void {
  database?.stop();
}
