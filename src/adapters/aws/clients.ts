import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/** Timeouts of every AWS call, so that no call outlives its function: 1 s to connect, 3 s for the response. */
export const boundedWaits = {
  connectionTimeout: 1000,
  requestTimeout: 3000,
  // Without it the SDK only logs a warning and goes on waiting.
  throwOnRequestTimeout: true,
} as const;

const silent = (): void => undefined;
/**
 * A logger without `info`. The SDK copies and redacts input and output of every call for `logger.info` if it exists;
 * those copies cost 5 % of a reporter's run time. The cast is needed because the SDK's type requires `info`.
 */
const logger = { trace: silent, debug: silent, warn: silent, error: silent } as unknown as NonNullable<
  DynamoDBClientConfig['logger']
>;

/** Options of every SDK client: three attempts with the SDK's jittered back-off, and the timeouts above. */
export const clientDefaults = { maxAttempts: 3, requestHandler: boundedWaits, logger } as const;
