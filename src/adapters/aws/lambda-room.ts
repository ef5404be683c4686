import type { LambdaClient } from '@aws-sdk/client-lambda';
import {
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';

/** How many executions at once Lambda allows an account in a Region. */
export interface LambdaRoom {
  readonly limit: number;
  /** What no function has reserved. */
  readonly unreserved: number;
  /** What the function has reserved already; 0 for one that is not deployed. */
  readonly reserved: number;
}

/** Reads how much room Lambda leaves for `functionName`. Throws the SDK's error when AWS refuses. */
export async function readLambdaRoom(lambda: LambdaClient, functionName: string): Promise<LambdaRoom> {
  const [{ AccountLimit = {} }, reserved] = await Promise.all([
    lambda.send(new GetAccountSettingsCommand({})),
    reservedBy(lambda, functionName),
  ]);
  const { ConcurrentExecutions: limit = 0, UnreservedConcurrentExecutions: unreserved = 0 } = AccountLimit;
  return { limit, unreserved, reserved };
}

async function reservedBy(lambda: LambdaClient, FunctionName: string): Promise<number> {
  try {
    const answer = await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }));
    return answer.ReservedConcurrentExecutions ?? 0;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return 0;
    throw error;
  }
}
