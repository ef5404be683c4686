import { SQSClient } from '@aws-sdk/client-sqs';
import { assumedRoles } from '#adapters/aws/assumed-roles.ts';
import { bucketReader } from '#adapters/aws/bucket-reader.ts';
import { clientDefaults } from '#adapters/aws/clients.ts';
import { dependentEvaluations } from '#adapters/aws/dependent-evaluations.ts';
import { keyReader } from '#adapters/aws/key-reader.ts';
import { sqsInspections } from '#adapters/aws/sqs-inspections.ts';
import { onQueue } from '#adapters/lambda/on-queue.ts';
import { readInspectionRequest } from '#adapters/lambda/read-request.ts';
import { readEnvironment } from '#config/environment.ts';
import { loadConfig } from '#config/load.ts';
import { destinationKey } from '#domain/facts/destination.ts';
import { partitionOf } from '#domain/facts/read-claims.ts';
import { directoryOf } from '#doors/accounts.ts';
import { expectedOf } from '#doors/expected.ts';
import { stores } from '#doors/stores.ts';
import { systemClock as clock } from '#doors/system-clock.ts';
import { inspectDestination } from '#usecases/inspect-destination.ts';

const environment = readEnvironment(process.env, [
  'awsRegion',
  'configDirectory',
  'eventsQueueUrl',
  'fanOutQueueUrl',
  'inspectQueueUrl',
  'issuesTable',
  'stateTable',
]);
const config = loadConfig(environment.configDirectory);
const region = environment.awsRegion;
const kept = stores(environment);
const sqs = new SQSClient({ ...clientDefaults, region });
const assume = assumedRoles({ region, partition: partitionOf(region), roleName: config.roleName });

/** Reads buckets and keys that trails deliver to, and has those evaluated who know them otherwise. */
export const handler = onQueue({
  read: async (body) => [readInspectionRequest(body)],
  key: ({ destination }) => destinationKey(destination),
  handle: inspectDestination({
    ...kept,
    reader: { bucket: bucketReader({ assume, region }), key: keyReader({ assume }) },
    directory: directoryOf(config, { ...kept, clock }),
    inspections: sqsInspections({ sqs, queueUrl: environment.inspectQueueUrl }),
    evaluations: dependentEvaluations({ ...environment, sqs }),
    clock,
    holders: expectedOf(config).accounts,
  }),
  atOnce: 5,
});
