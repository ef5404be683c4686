import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { awsFollowUps } from '#adapters/aws/aws-follow-ups.ts';
import { clientDefaults } from '#adapters/aws/clients.ts';
import { onSchedule } from '#adapters/lambda/on-schedule.ts';
import { watchedAccounts } from '#config/config.ts';
import { readEnvironment } from '#config/environment.ts';
import { loadConfig } from '#config/load.ts';
import { sweepOrganization } from '#usecases/sweep-organization.ts';

const environment = readEnvironment(process.env, [
  'awsRegion',
  'busName',
  'configDirectory',
  'eventsQueueUrl',
  'fanOutQueueUrl',
  'sweepQueueUrl',
]);
const config = loadConfig(environment.configDirectory);
const region = environment.awsRegion;
const sqs = new SQSClient({ ...clientDefaults, region });
const bus = new EventBridgeClient({ ...clientDefaults, region });

/** Asks, once a day, for a look at every watched account. */
export const handler = onSchedule(
  'Sweep',
  sweepOrganization({
    directory: { accounts: async () => watchedAccounts(config) },
    followUps: awsFollowUps({ ...environment, sqs, bus }),
    enabled: config.cloudtrails.enabled,
  }),
);
