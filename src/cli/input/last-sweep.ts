import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { clientDefaults } from '#adapters/aws/clients.ts';
import { variablesOf } from '#adapters/aws/central-parts.ts';
import { dynamoSweepLog } from '#adapters/aws/dynamo-sweep-log.ts';
import { centralNames, suffixOf } from '#adapters/cloudformation/names.ts';
import type { Config } from '#config/config.ts';
import type { AccountOutcome } from '#domain/sweeps/sweep.ts';

/**
 * What the last sweep of a stage saw of each account, with the operator's own credentials: two calls and a read of the
 * state table. Undefined when no sweep has run. Throws the SDK's error when AWS refuses.
 */
export async function readLastSweep(
  config: Config,
  stage: string,
): Promise<readonly AccountOutcome[] | undefined> {
  const settings = { ...clientDefaults, region: config.region };
  const { evaluate } = centralNames(config, suffixOf(stage));
  const { STATE_TABLE: table = '' } = await variablesOf({ lambda: new LambdaClient(settings) }, evaluate);
  const sweeps = dynamoSweepLog({ client: new DynamoDBClient(settings), table });
  const last = await sweeps.readLatestSweep();
  return last && sweeps.listOutcomes(last.id);
}
