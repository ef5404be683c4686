import { SQSClient } from '@aws-sdk/client-sqs';
import { clientDefaults } from '#adapters/aws/clients.ts';
import { retrySooner } from '#adapters/aws/retry-sooner.ts';
import { sqsReportQueue } from '#adapters/aws/sqs-report-queue.ts';
import { onReports } from '#adapters/lambda/on-reports.ts';
import { slackChannel } from '#adapters/slack/channel.ts';
import { readEnvironment } from '#config/environment.ts';
import { loadConfig } from '#config/load.ts';
import { directoryOf } from '#doors/accounts.ts';
import { slackOptions } from '#doors/channels.ts';
import { measureTold } from '#doors/measure-told.ts';
import { slackOwnersOf } from '#doors/owners.ts';
import { askThrough, refreshThrough } from '#doors/refresh-through.ts';
import { reportParts, servingBursts, servingTests } from '#doors/reporting.ts';
import { dynamoStores } from '#doors/stores.ts';
import { systemClock as clock } from '#doors/system-clock.ts';
import { reportMovements, servePending } from '#usecases/report/report.ts';

const environment = readEnvironment(process.env, [
  'awsRegion',
  'configDirectory',
  'issuesTable',
  'jiraQueueUrl',
  'slackApiUrl',
  'slackDeadLettersUrl',
  'slackQueueUrl',
  'stateTable',
]);
const config = loadConfig(environment.configDirectory);
const sqs = new SQSClient({ ...clientDefaults, region: environment.awsRegion });
const { slackQueueUrl: queueUrl, slackDeadLettersUrl: deadLettersUrl } = environment;
const stores = dynamoStores(environment);

const door = {
  config,
  stores,
  clock,
  directory: directoryOf(config, { rolls: stores.rolls, clock }),
  channel: slackChannel(slackOptions(config, environment.slackApiUrl)),
  queue: sqsReportQueue({ sqs, queueUrl, deadLettersUrl }),
  ownersOf: slackOwnersOf(config),
  onFirstTold: measureTold('Messages', refreshThrough(sqs, environment.jiraQueueUrl)),
  onRefused: askThrough(sqs, environment.jiraQueueUrl),
};
const parts = reportParts(door);

/** Tells the owners of an account through Slack. */
export const handler = onReports({
  report: reportMovements(parts),
  retrySooner: retrySooner({ sqs, queueUrls: [queueUrl] }),
  servePending: servingTests(door, parts, servingBursts(door, parts, servePending(parts))),
});
