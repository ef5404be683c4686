import { SQSClient } from '@aws-sdk/client-sqs';
import { assumedRoles } from '#adapters/aws/assumed-roles.ts';
import { bucketReader } from '#adapters/aws/bucket-reader.ts';
import { clientDefaults } from '#adapters/aws/clients.ts';
import { dependentEvaluations } from '#adapters/aws/dependent-evaluations.ts';
import { keyReader } from '#adapters/aws/key-reader.ts';
import { lakeReader } from '#adapters/aws/lake-reader.ts';
import { retrySooner } from '#adapters/aws/retry-sooner.ts';
import { sqsInspections, sqsLakeInspections } from '#adapters/aws/sqs-inspections.ts';
import { onInspections } from '#adapters/lambda/on-inspections.ts';
import { readEnvironment } from '#config/environment.ts';
import { loadConfig } from '#config/load.ts';
import { partitionOf } from '#domain/values/partition.ts';
import { directoryOf } from '#doors/accounts.ts';
import { expectedOf } from '#doors/expected.ts';
import { dynamoStores } from '#doors/stores.ts';
import { systemClock as clock } from '#doors/system-clock.ts';
import { inspectDestination } from '#usecases/inspect/inspect-destination.ts';
import { inspectLake } from '#usecases/inspect/inspect-lake.ts';

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
const { awsRegion: region, eventsQueueUrl, fanOutQueueUrl, inspectQueueUrl: queueUrl } = environment;
const { destinations, dependencies, lakes, rolls } = dynamoStores(environment);
const sqs = new SQSClient({ ...clientDefaults, region });
const assume = assumedRoles({ region, partition: partitionOf(region), roleName: config.roleName });
const directory = directoryOf(config, { rolls, clock });
const evaluations = dependentEvaluations({ sqs, eventsQueueUrl, fanOutQueueUrl });

/** Inspects buckets, keys and event data stores, and asks for the evaluation of accounts that know them differently. */
export const handler = onInspections({
  retrySooner: retrySooner({ sqs, queueUrls: [queueUrl] }),
  destination: inspectDestination({
    destinations,
    dependencies,
    directory,
    evaluations,
    clock,
    reader: { findBucket: bucketReader({ assume, region }), findKey: keyReader({ assume }) },
    inspections: sqsInspections({ sqs, queueUrl }),
    holders: expectedOf(config).accounts,
    declared: config.baseline?.accounts,
  }),
  lake: inspectLake({
    lakes,
    directory,
    evaluations,
    clock,
    readLake: lakeReader({ assume, region }),
    askLake: sqsLakeInspections({ sqs, queueUrl }),
  }),
});
