import { SQSClient } from '@aws-sdk/client-sqs';
import { assumedRoles } from '#adapters/aws/assumed-roles.ts';
import { clientDefaults } from '#adapters/aws/clients.ts';
import { cloudTrailObserver } from '#adapters/aws/cloud-trail-observer.ts';
import { cloudTrailEventHistory } from '#adapters/aws/event-history.ts';
import { retrySooner } from '#adapters/aws/retry-sooner.ts';
import { rolesWithPolicy } from '#adapters/aws/roles-with-policy.ts';
import { sqsInspections, sqsLakeInspections } from '#adapters/aws/sqs-inspections.ts';
import { onEvaluations } from '#adapters/lambda/on-evaluations.ts';
import { readEnvironment } from '#config/environment.ts';
import { loadConfig } from '#config/load.ts';
import { partitionOf } from '#domain/values/partition.ts';
import { directoryOf } from '#doors/accounts.ts';
import { answering, planning } from '#doors/evaluation.ts';
import { followUpsOf } from '#doors/queues.ts';
import { askThrough } from '#doors/refresh-through.ts';
import { dynamoStores } from '#doors/stores.ts';
import { systemClock as clock } from '#doors/system-clock.ts';
import { testAlertBeginning } from '#doors/test-alert.ts';
import { fairShare } from '#usecases/evaluate/fair-share.ts';
import { mergeRequests, requestKey } from '#usecases/evaluate/merge-requests.ts';

const environment = readEnvironment(process.env, [
  'awsRegion',
  'busName',
  'configDirectory',
  'eventsQueueUrl',
  'fanOutQueueUrl',
  'inspectQueueUrl',
  'issuesTable',
  'jiraQueueUrl',
  'ownNames',
  'partsQueueUrl',
  'stateTable',
  'slackQueueUrl',
  'sweepQueueUrl',
]);
const config = loadConfig(environment.configDirectory);
const { awsRegion: region, busName, ownNames, slackQueueUrl, jiraQueueUrl } = environment;
const stores = dynamoStores(environment);
const sqs = new SQSClient({ ...clientDefaults, region });
const assume = assumedRoles({ region, partition: partitionOf(region), roleName: config.roleName });
const observer = cloudTrailObserver({ assume, clock, region });
const inspectQueue = { sqs, queueUrl: environment.inspectQueueUrl };

const parts = {
  config,
  stores,
  clock,
  busName,
  ownNames,
  observer,
  directory: directoryOf(config, { rolls: stores.rolls, clock }),
  history: cloudTrailEventHistory({ assume, region }),
  followUps: followUpsOf(environment, sqs),
  inspections: sqsInspections(inspectQueue),
  rolesWithPolicy: rolesWithPolicy({ assume, region }),
  askLake: sqsLakeInspections(inspectQueue),
  tellBurst: askThrough(sqs, slackQueueUrl),
};
const testParts = { config, stores, clock, region, busName, assume, trails: observer, sqs };

/** Evaluates accounts: on events, on requests of the sweep, and on requests for a repeated look. */
export const handler = onEvaluations({
  plan: planning(parts),
  test: testAlertBeginning({ ...testParts, slackQueueUrl, jiraQueueUrl }),
  key: requestKey,
  merge: mergeRequests,
  evaluate: answering(parts),
  handOn: parts.followUps.fanOut,
  isWithinShare: fairShare(clock),
  retrySooner: retrySooner({
    sqs,
    queueUrls: [environment.eventsQueueUrl, environment.fanOutQueueUrl, environment.sweepQueueUrl],
  }),
});
