import { SQSClient } from '@aws-sdk/client-sqs';
import { clientDefaults } from '#adapters/aws/clients.ts';
import { retrySooner } from '#adapters/aws/retry-sooner.ts';
import { sqsReportQueue } from '#adapters/aws/sqs-report-queue.ts';
import { jiraChannel } from '#adapters/jira/jira-channel.ts';
import { onReports } from '#adapters/lambda/on-reports.ts';
import { readEnvironment } from '#config/environment.ts';
import { loadConfig } from '#config/load.ts';
import { directoryOf } from '#doors/accounts.ts';
import { jiraOptions } from '#doors/channels.ts';
import { measureTold } from '#doors/measure-told.ts';
import { jiraOwnersOf } from '#doors/owners.ts';
import { askThrough, queueTo, refreshThrough } from '#doors/refresh-through.ts';
import { reportParts, servingTests } from '#doors/reporting.ts';
import { dynamoStores } from '#doors/stores.ts';
import { systemClock as clock } from '#doors/system-clock.ts';
import { andAlso, askForMilestones } from '#usecases/machines/ask-for-milestones.ts';
import { reportMovements, servePending } from '#usecases/report/report.ts';

const environment = readEnvironment(process.env, [
  'awsRegion',
  'configDirectory',
  'issuesTable',
  'jiraDeadLettersUrl',
  'jiraHost',
  'jiraQueueUrl',
  'milestonesQueueUrl',
  'slackQueueUrl',
  'stateTable',
]);
const config = loadConfig(environment.configDirectory);
const sqs = new SQSClient({ ...clientDefaults, region: environment.awsRegion });
const { jiraQueueUrl: queueUrl, jiraDeadLettersUrl: deadLettersUrl } = environment;
const stores = dynamoStores(environment);

const door = {
  config,
  stores,
  clock,
  directory: directoryOf(config, { rolls: stores.rolls, clock }),
  channel: jiraChannel(jiraOptions(config, environment.jiraHost)),
  queue: sqsReportQueue({ sqs, queueUrl, deadLettersUrl }),
  ownersOf: jiraOwnersOf(config),
  onFirstTold: measureTold('Tickets', refreshThrough(sqs, environment.slackQueueUrl)),
  onRefused: askThrough(sqs, environment.slackQueueUrl),
};
const parts = reportParts(door);
const milestones = { ...parts, queue: queueTo(sqs, environment.milestonesQueueUrl) };

/** Keeps one ticket per incident and project in Jira. */
export const handler = onReports({
  // The stream takes no third reader, so this one has machines told, too.
  report: andAlso(reportMovements(parts), askForMilestones(milestones)),
  retrySooner: retrySooner({ sqs, queueUrls: [queueUrl] }),
  servePending: servingTests(door, parts, servePending(parts)),
});
