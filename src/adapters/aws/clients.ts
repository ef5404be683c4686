import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/** Bounded waits, so that no call outlives the function that made it: 1 s to connect, 3 s for an answer. */
export const boundedWaits = {
  connectionTimeout: 1000,
  requestTimeout: 3000,
  // Without it the SDK only warns, and waits for ever.
  throwOnRequestTimeout: true,
} as const;

const silent = (): void => undefined;
/**
 * The SDK asks for a logger's `info` before it copies and censors all that a call sends and gets for a line of it. Nobody
 * reads that line, and the copies cost a twentieth of a reporter's time. Its type knows no logger without `info`.
 */
const logger = { trace: silent, debug: silent, warn: silent, error: silent } as unknown as NonNullable<
  DynamoDBClientConfig['logger']
>;

/** What every client is made with: three attempts with the SDK's jittered back-off. */
export const clientDefaults = { maxAttempts: 3, requestHandler: boundedWaits, logger } as const;
