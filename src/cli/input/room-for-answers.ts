import { LambdaClient } from '@aws-sdk/client-lambda';
import { clientDefaults } from '#adapters/aws/clients.ts';
import type { LambdaRoom } from '#adapters/aws/lambda-room.ts';
import { readLambdaRoom } from '#adapters/aws/lambda-room.ts';
import { centralNames, suffixOf } from '#adapters/cloudformation/names.ts';
import type { Config } from '#config/config.ts';

/**
 * How much room Lambda leaves in the central account for the function that answers go to, with the operator's own
 * credentials: two calls. Throws the SDK's error when AWS refuses.
 */
export async function readRoomForAnswers(config: Config, stage: string): Promise<LambdaRoom> {
  const lambda = new LambdaClient({ ...clientDefaults, region: config.region });
  return readLambdaRoom(lambda, centralNames(config, suffixOf(stage)).hear);
}
