/** Bounded waits, so that no call outlives the function that made it: 1 s to connect, 3 s for an answer. */
export const boundedWaits = {
  connectionTimeout: 1000,
  requestTimeout: 3000,
  // Without it the SDK only warns, and waits for ever.
  throwOnRequestTimeout: true,
} as const;

/** What every client is made with: three attempts with the SDK's jittered back-off. */
export const clientDefaults = { maxAttempts: 3, requestHandler: boundedWaits } as const;
