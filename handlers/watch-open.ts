import { SQSClient } from '@aws-sdk/client-sqs';
import { clientDefaults } from '#adapters/aws/clients.ts';
import { onSchedule } from '#adapters/lambda/on-schedule.ts';
import { readEnvironment } from '#config/environment.ts';
import { loadConfig } from '#config/load.ts';
import { followUpsOf } from '#doors/queues.ts';
import { dynamoStores } from '#doors/stores.ts';
import { systemClock as clock } from '#doors/system-clock.ts';
import { watchOpen } from '#usecases/evaluate/watch-open.ts';

const environment = readEnvironment(process.env, [
  'awsRegion',
  'configDirectory',
  'eventsQueueUrl',
  'fanOutQueueUrl',
  'issuesTable',
  'partsQueueUrl',
  'stateTable',
  'sweepQueueUrl',
]);
const config = loadConfig(environment.configDirectory);
const sqs = new SQSClient({ ...clientDefaults, region: environment.awsRegion });

/** Asks every minute for another look at open issues. */
export const handler = onSchedule(
  'Open issues',
  watchOpen({
    open: dynamoStores(environment).open,
    followUps: followUpsOf(environment, sqs),
    clock,
    everyMinutes: config.schedules.lookAgainMinutes,
    enabled: config.cloudtrails.enabled,
  }),
);
