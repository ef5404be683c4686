import { clientDefaults } from '#adapters/aws/clients.ts';

/**
 * Production's options of an SDK client, but for its waits: a database or queue of the test's own that stands still for three
 * seconds, with all of a busy machine, has its write repeated, and another write wins.
 */
export const patientClient = {
  ...clientDefaults,
  requestHandler: { connectionTimeout: 120_000, requestTimeout: 120_000, throwOnRequestTimeout: true },
};
