import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { awsFollowUps } from '#adapters/aws/aws-follow-ups.ts';
import { clientDefaults } from '#adapters/aws/clients.ts';
import { onSchedule } from '#adapters/lambda/on-schedule.ts';
import { readEnvironment } from '#config/environment.ts';
import { loadConfig } from '#config/load.ts';
import { stores } from '#doors/stores.ts';
import { systemClock as clock } from '#doors/system-clock.ts';
import { watchOpen } from '#usecases/evaluate/watch-open.ts';

const environment = readEnvironment(process.env, [
  'awsRegion',
  'busName',
  'configDirectory',
  'eventsQueueUrl',
  'fanOutQueueUrl',
  'issuesTable',
  'stateTable',
  'sweepQueueUrl',
]);
const config = loadConfig(environment.configDirectory);
const region = environment.awsRegion;
const sqs = new SQSClient({ ...clientDefaults, region });
const bus = new EventBridgeClient({ ...clientDefaults, region });

/** Asks every minute for another look at open issues. */
export const handler = onSchedule(
  'Open issues',
  watchOpen({
    open: stores(environment).open,
    followUps: awsFollowUps({ ...environment, sqs, bus }),
    clock,
    everyMinutes: config.schedules.lookAgainMinutes,
    enabled: config.cloudtrails.enabled,
  }),
);
